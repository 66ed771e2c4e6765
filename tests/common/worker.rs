//! Plug-ins in workers, by the npm package.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use extism_web::convert::Json;
use extism_web::{
    Code, CurrentPlugin, Error, Function, LogLevel, Manifest, MemoryDirectory, Plugin, PluginBuilder,
    PoolBuilder, UserData, Val, Wasm, WasmInput, WorkerPackage, PTR,
};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{pause, COUNT_VOWELS, ECHO, ENDLESS, FAULTS, HOST_FNS, HOST_RUST, LOGS, WASI_RUST};

/// What the application would serve.
fn url() -> &'static str {
    let has_page = js_sys::Reflect::has(&js_sys::global(), &"document".into());
    if has_page.unwrap() {
        "/pkg/browser.js"
    } else {
        concat!("file://", env!("CARGO_MANIFEST_DIR"), "/pkg/node.js")
    }
}

async fn package() -> WorkerPackage {
    WorkerPackage::load(url()).await.unwrap()
}

async fn in_worker<'a>(source: impl Into<WasmInput<'a>>) -> PluginBuilder<'a> {
    PluginBuilder::new(source).with_worker(&package().await)
}

async fn build(builder: PluginBuilder<'_>) -> Plugin {
    builder.build().await.unwrap()
}

#[derive(serde::Deserialize, Debug)]
struct Vowels {
    total: usize,
}

#[wasm_bindgen_test]
async fn typed_calls_keep_the_plugin() {
    let plugin = build(in_worker(COUNT_VOWELS).await).await;
    for total in [3, 6] {
        let Json(vowels): Json<Vowels> = plugin.call_async("count_vowels", "Hello, World!").await.unwrap();
        assert_eq!(vowels.total, total);
    }
    assert!(plugin.function_exists("count_vowels"));
    assert!(!plugin.function_exists("memory"));
    assert!(!plugin.is_active());
    let output = plugin
        .call_js_async("count_vowels", &Uint8Array::new_with_length(0))
        .await;
    assert!(output.unwrap().unwrap().length() > 0);
    let error = plugin.call_async::<_, String>("absent", "").await.unwrap_err();
    assert_eq!(error.code(), Some(Code::FunctionNotFound), "{error}");
}

#[wasm_bindgen_test]
async fn what_cannot_be_had_is_said() {
    let plugin = build(in_worker(ECHO).await).await;
    let errors = [
        plugin.call::<_, String>("echo", "x").unwrap_err(),
        plugin.reset().unwrap_err(),
        plugin.memory().unwrap_err(),
        plugin.instance().unwrap_err(),
        in_worker(ECHO)
            .await
            .with_wasi_output(|_, _| ())
            .build()
            .await
            .unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.code(), Some(Code::Unsupported), "{error}");
        assert!(error.to_string().contains("in a worker"), "{error}");
    }
    assert_eq!(plugin.call_async::<_, String>("echo", "x").await.unwrap(), "x");
}

#[wasm_bindgen_test]
async fn a_call_that_takes_too_long_is_ended_and_the_next_one_works() {
    let manifest = Manifest::new([Wasm::data(ENDLESS)]).with_timeout(Duration::from_millis(100));
    let plugin = build(in_worker(manifest).await).await;
    let () = plugin.call_async("set", "7").await.unwrap();
    let error = plugin.call_async::<_, ()>("forever", "").await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Timeout), "{error}");
    assert!(
        error.to_string().contains("\"forever\" took longer than 100 ms"),
        "{error}"
    );
    assert_eq!(
        plugin.call_async::<_, String>("get", "").await.unwrap(),
        "7",
        "vars stay"
    );
}

#[wasm_bindgen_test]
async fn a_call_can_be_cancelled() {
    let plugin = Rc::new(build(in_worker(ENDLESS).await).await);
    let handle = plugin.cancel_handle();
    handle.cancel().unwrap();
    let (calling, result) = (plugin.clone(), Rc::new(RefCell::new(None)));
    let ended = result.clone();
    wasm_bindgen_futures::spawn_local(async move {
        *ended.borrow_mut() = Some(calling.call_async::<_, ()>("forever", "").await);
    });
    pause(50).await;
    assert!(plugin.is_active());
    let error = plugin.call_async::<_, ()>("get", "").await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Reentrant));
    handle.clone().cancel().unwrap();
    pause(50).await;
    let error = result.take().unwrap().unwrap_err();
    assert_eq!(error.code(), Some(Code::Aborted), "{error}");
    assert_eq!(plugin.call_async::<_, String>("get", "").await.unwrap(), "0");
    drop(plugin);
    handle.cancel().unwrap();

    let here = Plugin::new(ECHO, [], false).await.unwrap();
    let error = here.cancel_handle().cancel().unwrap_err();
    assert_eq!(error.code(), Some(Code::Unsupported));
}

#[wasm_bindgen_test]
async fn dropping_a_plugin_ends_its_call() {
    let plugin = build(in_worker(ENDLESS).await).await;
    {
        let call = plugin.call_async::<_, ()>("forever", "");
        let late = pause(50);
        // The future is dropped, and the call goes on.
        futures_first(call, late).await;
    }
    assert!(plugin.is_active());
    let handle = plugin.cancel_handle();
    drop(plugin);
    pause(50).await;
    handle.cancel().unwrap();
}

/// Polls one future until another is done.
async fn futures_first(one: impl std::future::Future, until: impl std::future::Future<Output = ()>) {
    let (mut one, mut until) = (Box::pin(one), Box::pin(until));
    std::future::poll_fn(|context| {
        assert!(one.as_mut().poll(context).is_pending(), "it never ends");
        until.as_mut().poll(context)
    })
    .await;
}

fn everything(
    plugin: &mut CurrentPlugin,
    inputs: &[Val],
    outputs: &mut [Val],
    seen: UserData<RefCell<Vec<String>>>,
) -> Result<(), Error> {
    let text: String = plugin.memory_get_val(&inputs[0])?;
    let handle = plugin.memory_from_val(&inputs[0]).unwrap();
    assert_eq!(plugin.memory_length(handle.offset)?, text.len() as u64);
    plugin.memory_update(handle, |bytes| bytes.make_ascii_uppercase())?;
    let changed: String = plugin.memory_get(handle)?;
    let block = plugin.memory_alloc(3)?;
    assert_eq!(plugin.memory_bytes(block)?, [0, 0, 0]);
    plugin.memory_free(block)?;
    assert!(plugin.memory_bytes(block).is_err());
    plugin.set_var("count", 41_u32)?;
    {
        let mut vars = plugin.vars_mut();
        vars.insert("other".into(), b"x".to_vec());
        vars.remove("count");
    }
    assert_eq!(plugin.vars().into_keys().collect::<Vec<_>>(), ["other"]);
    assert_eq!(plugin.var::<String>("other")?.as_deref(), Some("x"));
    plugin.set_error("not this time")?;
    assert_eq!(plugin.get_error(), Some("not this time"));
    plugin.clear_error();
    assert_eq!(plugin.get_error(), None);
    assert_eq!(plugin.log_level()?, LogLevel::Warn);
    let context: String = plugin.host_context::<String>()?.clone();
    seen.with(|seen| seen.borrow_mut().push(format!("{context} {changed}")))?;
    plugin.memory_set_val(&mut outputs[0], changed + "!")
}

/// Whether host functions can be called from a worker here: with memory that is shared, or an engine that suspends.
fn can_call_back() -> bool {
    let global = js_sys::global();
    let isolated = js_sys::Reflect::get(&global, &"crossOriginIsolated".into()).unwrap();
    let is_node = !js_sys::Reflect::has(&global, &"document".into()).unwrap();
    let webassembly = js_sys::Reflect::get(&global, &"WebAssembly".into()).unwrap();
    is_node || isolated.is_truthy() || js_sys::Reflect::has(&webassembly, &"Suspending".into()).unwrap()
}

#[wasm_bindgen_test]
async fn host_functions_stay_on_the_page() {
    assert!(can_call_back(), "every engine of this suite can");
    let seen = UserData::new(RefCell::new(Vec::new()));
    let handle = Function::new("handle", [PTR], [PTR], seen.clone(), everything).with_namespace("host");
    let mut functions = vec![handle];
    functions.extend(
        super::functions::all_of_host(everything_is_unused)
            .into_iter()
            .filter(|function| function.name() != "handle"),
    );
    let builder = in_worker(HOST_FNS).await.with_console(LogLevel::Warn);
    let plugin = build(builder.with_functions(functions)).await;
    let output: String = plugin
        .call_async_with_host_context("handle", "quiet", String::from("this call"))
        .await
        .unwrap();
    assert_eq!(output, "QUIET!");
    seen.with(|seen| assert_eq!(*seen.borrow(), ["this call QUIET"]))
        .unwrap();
    for bits in [0_u64, u64::MAX, 1 << 63, (1 << 53) + 1] {
        assert_eq!(plugin.call_async::<_, u64>("i64", bits).await.unwrap(), bits);
    }
    // Without a context, the function fails, and the next call works.
    let error = plugin.call_async::<_, String>("handle", "x").await.unwrap_err();
    assert_eq!(error.to_string(), "the call was given no host context");
}

fn everything_is_unused(
    _: &mut CurrentPlugin,
    _: &[Val],
    _: &mut [Val],
    _: UserData<()>,
) -> Result<(), Error> {
    Err(Error::msg("not called"))
}

#[wasm_bindgen_test]
async fn host_functions_of_another_type_are_refused() {
    let wrong = |name: &str| Function::new(name, [], [], UserData::new(()), |_, _, _, _| Ok(()));
    let functions = ["kv_read", "kv_write", "reverse"].map(wrong);
    let error = in_worker(HOST_RUST)
        .await
        .with_functions(functions)
        .build()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::Link));
    assert!(error.to_string().contains("\"kv_read\" takes ()"), "{error}");
}

#[wasm_bindgen_test]
async fn host_functions_fail_wait_and_panic() {
    let reverse = Function::new_async(
        "reverse",
        [PTR],
        [PTR],
        UserData::new(()),
        |mut plugin, inputs, _| async move {
            let text: String = plugin.memory_get_val(&inputs[0])?;
            pause(10).await;
            assert_ne!(text, "panic");
            if text == "error" {
                return Err(Error::from("1x".parse::<i32>().unwrap_err()));
            }
            let reversed: String = text.chars().rev().collect();
            Ok(vec![Val::I64(plugin.memory_new(reversed)?.offset as i64)])
        },
    );
    let unused = |name: &str, params: Vec<_>, results: Vec<_>| {
        Function::new(name, params, results, UserData::new(()), |_, _, _, _| {
            panic!("as it must")
        })
    };
    let functions = [
        reverse,
        unused("kv_read", vec![PTR], vec![PTR]),
        unused("kv_write", vec![PTR, PTR], vec![]),
    ];
    let plugin = build(in_worker(HOST_RUST).await.with_functions(functions)).await;
    assert_eq!(
        plugin.call_async::<_, String>("reversed", "añb").await.unwrap(),
        "bña"
    );
    let error = plugin
        .call_async::<_, String>("reversed", "error")
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::HostFunction));
    assert!(
        std::error::Error::source(&error).is_some(),
        "the error itself comes back"
    );
    for (name, input) in [("reversed", "panic"), ("read", "x")] {
        let error = plugin.call_async::<_, String>(name, input).await.unwrap_err();
        assert!(error.to_string().contains("panicked"), "{error}");
        assert_eq!(
            plugin.call_async::<_, String>("reversed", "ab").await.unwrap(),
            "ba"
        );
    }
}

#[wasm_bindgen_test]
async fn traps_and_errors_of_the_plugin_arrive() {
    let plugin = build(in_worker(FAULTS).await).await;
    let error = plugin.call_async::<_, ()>("trap", "").await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Trap), "{error}");
    assert!(error.cause().is_some());
    let error = plugin.call_async::<_, ()>("returns_7", "").await.unwrap_err();
    assert_eq!((error.code(), error.exit_code()), (Some(Code::ExitCode), Some(7)));
}

#[wasm_bindgen_test]
async fn logs_and_config_pass() {
    let lines: Rc<RefCell<Vec<(LogLevel, String)>>> = Rc::default();
    let mine = lines.clone();
    let builder = in_worker(LOGS)
        .await
        .with_logger(LogLevel::Info, move |level, text| {
            mine.borrow_mut().push((level, text.to_owned()))
        });
    let plugin = build(builder).await;
    let () = plugin.call_async("logs", "hello").await.unwrap();
    pause(20).await;
    let levels: Vec<LogLevel> = lines.borrow().iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, [LogLevel::Info, LogLevel::Warn, LogLevel::Error]);
}

#[wasm_bindgen_test]
async fn files_are_shared_with_the_worker() {
    let directory = MemoryDirectory::new();
    directory.write("in.txt", "from the page").unwrap();
    let builder = in_worker(WASI_RUST)
        .await
        .with_wasi(true)
        .with_directory("/data", &directory);
    let plugin = build(builder).await;
    let output: String = plugin.call_async("read_file", "/data/in.txt").await.unwrap();
    assert_eq!(output, r#"{"ok":"from the page"}"#);
    let input = r#"{"path": "/data/sub.txt", "text": "from the worker"}"#;
    let output: String = plugin.call_async("write_file", input).await.unwrap();
    assert_eq!(output, r#"{"ok":null}"#);
    assert_eq!(directory.read("sub.txt").unwrap(), b"from the worker");
    directory.write("later.txt", "changed").unwrap();
    let output: String = plugin.call_async("read_file", "/data/later.txt").await.unwrap();
    assert_eq!(output, r#"{"ok":"changed"}"#);
}

#[wasm_bindgen_test]
async fn limits_of_memory_hold_there() {
    let manifest = Manifest::new([Wasm::data(ECHO)]).with_memory_max(4);
    let plugin = build(in_worker(manifest).await).await;
    assert_eq!(
        plugin.call_async::<_, String>("echo", "small").await.unwrap(),
        "small"
    );
    let error = plugin
        .call_async::<_, String>("echo", vec![0; 300_000])
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::MemoryLimit), "{error}");
}

#[wasm_bindgen_test]
async fn a_pool_works_in_several_workers() {
    let package = package().await;
    let pool = PoolBuilder::new().with_max_instances(2).build(move || {
        let package = package.clone();
        async move { PluginBuilder::new(ECHO).with_worker(&package).build().await }
    });
    let soon = Duration::from_secs(20);
    let first = pool.get(soon).await.unwrap().unwrap();
    let second = pool.get(soon).await.unwrap().unwrap();
    assert_ne!(first.id, second.id);
    assert_eq!(first.call_async::<_, String>("echo", "a").await.unwrap(), "a");
    assert_eq!(second.call_async::<_, String>("echo", "b").await.unwrap(), "b");
}

#[wasm_bindgen_test]
async fn what_is_not_the_package_is_refused() {
    for bad in [
        JsValue::NULL,
        JsValue::UNDEFINED,
        1.into(),
        js_sys::Object::new().into(),
    ] {
        let error = WorkerPackage::from_module(bad).unwrap_err();
        assert_eq!(error.code(), Some(Code::InvalidOption));
    }
    for url in [
        "/absent/browser.js",
        "absent-package",
        "data:text/javascript,export default 1",
    ] {
        let error = WorkerPackage::load(url).await.unwrap_err();
        assert_eq!(error.code(), Some(Code::HostLoad), "{error}");
        assert!(error.to_string().contains(url), "{error}");
    }
}

#[wasm_bindgen_test]
async fn time_limits_need_a_worker() {
    let manifest = Manifest::new([Wasm::data(ECHO)]).with_timeout(Duration::from_millis(5));
    let error = PluginBuilder::new(&manifest).build().await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Unsupported));
    assert!(
        error.to_string().contains("PluginBuilder::with_worker"),
        "{error}"
    );
}
