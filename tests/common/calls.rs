//! Calls: bytes in and out, failures, state.

use extism_web::{Code, Manifest, Plugin, Wasm};
use js_sys::Uint8Array;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{plugin, COUNT_VOWELS, ECHO, FAULTS};

#[wasm_bindgen_test]
async fn a_real_plugin_answers() {
    let plugin = plugin(COUNT_VOWELS, []).await;
    let output: String = plugin.call("count_vowels", "Hello, World!").unwrap();
    assert_eq!(output, r#"{"count":3,"total":3,"vowels":"aeiouAEIOU"}"#);
    let output: String = plugin.call_async("count_vowels", "Hello").await.unwrap();
    assert_eq!(output, r#"{"count":2,"total":5,"vowels":"aeiouAEIOU"}"#);
}

#[wasm_bindgen_test]
async fn config_is_read_and_vars_live_on() {
    let manifest = Manifest::new([Wasm::data(COUNT_VOWELS)]).with_config_key("vowels", "lo");
    let plugin = Plugin::new(&manifest, [], false).await.unwrap();
    let () = plugin.call("count_vowels", "Hello, World!").unwrap();
    plugin.reset().unwrap();
    let output: String = plugin.call("count_vowels", "Hello, World!").unwrap();
    assert_eq!(output, r#"{"count":5,"total":10,"vowels":"lo"}"#);
}

#[wasm_bindgen_test]
async fn bytes_come_back_as_they_went_in() {
    let plugin = plugin(ECHO, []).await;
    for length in [0_usize, 1, 7, 8, 9, 65_535, 65_536, 1 << 20] {
        let input: Vec<u8> = (0..length).map(|i| (i * 31 % 251) as u8).collect();
        let output: Vec<u8> = plugin.call("echo", &input).unwrap();
        assert_eq!(output, input, "{length} bytes");
    }
}

#[wasm_bindgen_test]
async fn no_output_differs_from_an_empty_one() {
    let plugin = plugin(ECHO, []).await;
    let input = Uint8Array::from(&b"x"[..]);
    assert!(plugin.call_js("nothing", &input).unwrap().is_none());
    assert_eq!(plugin.call_js("empty", &input).unwrap().unwrap().length(), 0);
    assert_eq!(
        plugin
            .call_js_async("echo", &input)
            .await
            .unwrap()
            .unwrap()
            .to_vec(),
        b"x"
    );
    assert_eq!(plugin.call::<_, Vec<u8>>("nothing", "x").unwrap(), b"");
}

#[wasm_bindgen_test]
async fn failures_have_codes_and_the_next_call_works() {
    let plugin = plugin(FAULTS, []).await;
    let cases = [
        ("trap", Code::Trap),
        ("div_zero", Code::Trap),
        ("recurse", Code::StackOverflow),
        ("bad_error", Code::BadHandle),
        ("returns_7", Code::ExitCode),
        ("returns_i64", Code::Signature),
        ("with_param", Code::Signature),
        ("answer", Code::NotAFunction),
        ("absent", Code::FunctionNotFound),
    ];
    for (function, code) in cases {
        let error = plugin.call::<_, ()>(function, "").unwrap_err();
        assert_eq!(error.code(), Some(code), "{function}: {error}");
        assert!(plugin.call::<_, ()>("no_result", "").is_ok(), "after {function}");
        let error = plugin.call_async::<_, ()>(function, "").await.unwrap_err();
        assert_eq!(error.code(), Some(code), "{function}: {error}");
        assert!(
            plugin.call_async::<_, ()>("no_result", "").await.is_ok(),
            "after {function}"
        );
    }
    assert_eq!(
        plugin.call::<_, ()>("returns_7", "").unwrap_err().exit_code(),
        Some(7)
    );
    assert_eq!(
        plugin
            .call_get_error_code::<_, ()>("returns_7", "")
            .unwrap_err()
            .1,
        7
    );
    assert_eq!(
        plugin.call_get_error_code::<_, ()>("absent", "").unwrap_err().1,
        -1
    );
    assert!(plugin.call::<_, ()>("trap", "").unwrap_err().cause().is_some());
}

#[wasm_bindgen_test]
async fn what_a_plugin_says_of_itself() {
    let first = plugin(FAULTS, []).await;
    let second = plugin(FAULTS, []).await;
    assert!(first.function_exists("no_result"));
    assert!(first.function_exists("returns_7"));
    assert!(!first.function_exists("absent"));
    assert!(!first.function_exists("answer"), "no function");
    assert!(!first.function_exists("with_param"), "takes a parameter");
    assert_eq!(first.id, first.id());
    assert_ne!(first.id, second.id);
    assert!(!first.has_wasi() && !first.is_active());
    let (blocks, bytes) = first.memory().unwrap();
    assert!(blocks.is_empty() && bytes == 0);
}

#[wasm_bindgen_test]
async fn errors_convert() {
    fn anyhow_of(result: Result<(), extism_web::Error>) -> anyhow::Result<()> {
        result?;
        Ok(())
    }
    let plugin = plugin(FAULTS, []).await;
    let error = plugin.call::<_, ()>("returns_7", "").unwrap_err();
    let text = error.to_string();
    let anyhow = anyhow_of(Err(error)).unwrap_err();
    assert_eq!(anyhow.to_string(), text);
    let back = extism_web::Error::from(anyhow);
    assert_eq!((back.code(), back.exit_code()), (Some(Code::ExitCode), Some(7)));
    let js = wasm_bindgen::JsValue::from(back);
    let code = js_sys::Reflect::get(&js, &"code".into()).unwrap();
    assert_eq!(code.as_string().as_deref(), Some("EXIT_CODE"));
}
