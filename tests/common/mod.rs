//! The suite of the Rust API. Each runner beside this folder is a few lines that say where to run it.

use extism_web::{Code, CompiledPlugin, Options, Plugin};
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const COUNT_VOWELS: &[u8] = include_bytes!("../../target/fixtures/count_vowels.wasm");
const ECHO: &[u8] = include_bytes!("../../target/fixtures/echo.wasm");
const FAULTS: &[u8] = include_bytes!("../../target/fixtures/faults.wasm");

fn options(config: &[(&str, &str)]) -> Options {
    let map = Object::new();
    for (key, value) in config {
        Reflect::set(&map, &(*key).into(), &(*value).into()).unwrap();
    }
    let object = Object::new();
    Reflect::set(&object, &"config".into(), &map).unwrap();
    Options::from_js(&object).unwrap()
}

async fn plugin(bytes: &[u8], options: &Options) -> Plugin {
    let compiled = CompiledPlugin::from_js(&Uint8Array::from(bytes).into(), options)
        .await
        .unwrap();
    Plugin::new(&compiled, options).await.unwrap()
}

#[wasm_bindgen_test]
fn options_that_only_the_npm_package_keeps_are_refused() {
    for name in ["useWasi", "run_in_worker", "functions", "timeoutMs", "trace"] {
        let object = Object::new();
        let value = if name == "timeoutMs" {
            5.into()
        } else {
            JsValue::TRUE
        };
        Reflect::set(&object, &name.into(), &value).unwrap();
        let error = Options::from_js(&object).unwrap_err();
        assert_eq!(error.code(), Some(Code::Unsupported), "{name}");
        assert!(
            error.to_string().contains("is an option of the npm package"),
            "{error}"
        );
    }
    let off = Object::new();
    Reflect::set(&off, &"useWasi".into(), &JsValue::FALSE).unwrap();
    assert!(Options::from_js(&off).is_ok());
}

fn text(output: Option<Vec<u8>>) -> String {
    String::from_utf8(output.unwrap()).unwrap()
}

#[wasm_bindgen_test]
async fn a_real_plugin_answers() {
    let plugin = plugin(COUNT_VOWELS, &options(&[])).await;
    let output = text(plugin.call("count_vowels", b"Hello, World!").unwrap());
    assert_eq!(output, r#"{"count":3,"total":3,"vowels":"aeiouAEIOU"}"#);
}

#[wasm_bindgen_test]
async fn config_is_read_and_vars_live_on() {
    let plugin = plugin(COUNT_VOWELS, &options(&[("vowels", "lo")])).await;
    plugin.call("count_vowels", b"Hello, World!").unwrap();
    assert!(plugin.reset());
    let output = text(plugin.call("count_vowels", b"Hello, World!").unwrap());
    assert_eq!(output, r#"{"count":5,"total":10,"vowels":"lo"}"#);
}

#[wasm_bindgen_test]
async fn bytes_come_back_as_they_went_in() {
    let plugin = plugin(ECHO, &options(&[])).await;
    for length in [0_usize, 1, 7, 8, 9, 65_535, 65_536, 1 << 20] {
        let input: Vec<u8> = (0..length).map(|i| (i * 31 % 251) as u8).collect();
        assert_eq!(
            plugin.call("echo", &input).unwrap().unwrap_or_default(),
            input,
            "{length} bytes"
        );
    }
}

#[wasm_bindgen_test]
async fn no_output_differs_from_an_empty_one() {
    let plugin = plugin(ECHO, &options(&[])).await;
    assert_eq!(plugin.call("nothing", b"x").unwrap(), None);
    assert_eq!(plugin.call("empty", b"x").unwrap(), Some(Vec::new()));
}

#[wasm_bindgen_test]
async fn failures_have_codes_and_the_next_call_works() {
    let plugin = plugin(FAULTS, &options(&[])).await;
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
        let error = plugin.call(function, b"").unwrap_err();
        assert_eq!(error.code(), Some(code), "{function}: {error}");
        assert!(plugin.call("no_result", b"").is_ok(), "after {function}");
    }
    assert_eq!(plugin.call("returns_7", b"").unwrap_err().exit_code(), Some(7));
    assert!(plugin.call("trap", b"").unwrap_err().cause().is_some());
}

#[wasm_bindgen_test]
async fn what_is_no_plugin_is_refused() {
    let options = Options::from_js(&JsValue::UNDEFINED).unwrap();
    let bytes = Uint8Array::from(&b"<!doctype html>"[..]);
    let error = CompiledPlugin::from_js(&bytes.into(), &options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidWasm));
    let error = CompiledPlugin::from_js(&JsValue::from(7), &options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidManifest));
}

#[wasm_bindgen_test]
async fn manifests_and_options_can_be_rust_values() {
    #[derive(serde::Serialize)]
    struct Item<'a> {
        #[serde(with = "bytes")]
        data: &'a [u8],
        hash: Option<&'a str>,
    }
    mod bytes {
        pub fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(bytes)
        }
    }
    #[derive(serde::Serialize)]
    struct Manifest<'a> {
        wasm: [Item<'a>; 1],
        config: std::collections::BTreeMap<&'a str, &'a str>,
    }
    let manifest = Manifest {
        wasm: [Item {
            data: COUNT_VOWELS,
            hash: None,
        }],
        config: [("vowels", "lo")].into(),
    };
    let options = Options::from_value(&serde_json::json!({ "logLevel": "error" })).unwrap();
    let compiled = CompiledPlugin::from_manifest(&manifest, &options).await.unwrap();
    let plugin = Plugin::new(&compiled, &options).await.unwrap();
    let output = text(plugin.call("count_vowels", b"Hello, World!").unwrap());
    assert_eq!(output, r#"{"count":5,"total":5,"vowels":"lo"}"#);
}

#[wasm_bindgen_test]
async fn rust_values_that_are_no_manifest_or_options_are_refused() {
    struct Unserializable;
    impl serde::Serialize for Unserializable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("out of ink"))
        }
    }
    let error = Options::from_value(&Unserializable).unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidOption));
    assert!(
        error.to_string().contains("the options cannot be serialized")
            && error.to_string().contains("out of ink"),
        "{error}"
    );
    let error = Options::from_value(&serde_json::json!({ "memory": { "maxPages": -1 } })).unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidOption));
    let options = options(&[]);
    let error = CompiledPlugin::from_manifest(&Unserializable, &options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidManifest));
    let error = CompiledPlugin::from_manifest(&serde_json::json!({ "wasm": [] }), &options)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidManifest));
}
