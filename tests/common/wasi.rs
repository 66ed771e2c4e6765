//! Plug-ins that use WASI.

use std::cell::RefCell;
use std::rc::Rc;

use extism_web::{Code, MemoryDirectory, PluginBuilder, WasiStream};
use wasm_bindgen_test::wasm_bindgen_test;

use super::WASI_RUST;

#[wasm_bindgen_test]
async fn wasi_is_off_unless_it_is_turned_on() {
    let error = PluginBuilder::new(WASI_RUST).build().await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Link));
    assert!(error.to_string().contains("PluginBuilder::with_wasi"), "{error}");
    let plugin = PluginBuilder::new(WASI_RUST)
        .with_wasi(true)
        .build()
        .await
        .unwrap();
    assert!(plugin.has_wasi());
}

#[wasm_bindgen_test]
async fn files_are_shared_with_the_plugin() {
    let directory = MemoryDirectory::new();
    directory.write("in/hello.txt", "from the page").unwrap();
    let plugin = PluginBuilder::new(WASI_RUST)
        .with_wasi(true)
        .with_directory("/data", &directory)
        .build()
        .await
        .unwrap();
    let output: String = plugin.call("read_file", "/data/in/hello.txt").unwrap();
    assert_eq!(output, r#"{"ok":"from the page"}"#);
    let output: String = plugin
        .call_async(
            "write_file",
            r#"{"path": "/data/out.txt", "text": "from the plug-in"}"#,
        )
        .await
        .unwrap();
    assert_eq!(output, r#"{"ok":null}"#);
    assert_eq!(directory.read("out.txt").unwrap(), b"from the plug-in");
    assert_eq!(directory.read("absent"), None);
    let mut names = directory.list("").unwrap();
    names.sort();
    assert_eq!(names, ["in", "out.txt"]);
    assert_eq!(directory.list("absent"), None);
    assert!(directory.remove("in").unwrap());
    assert!(!directory.remove("in").unwrap());
    let output: String = plugin.call("read_file", "/data/in/hello.txt").unwrap();
    assert!(output.contains("NotFound"), "{output}");
    for path in ["../out", "out.txt/below", ""] {
        let error = directory.write(path, "x").unwrap_err();
        assert_eq!(error.code(), Some(Code::InvalidOption), "{path}");
    }
}

#[wasm_bindgen_test]
async fn read_only_directories_stay_as_they_are() {
    let directory = MemoryDirectory::new();
    let plugin = PluginBuilder::new(WASI_RUST)
        .with_wasi(true)
        .with_directory("ro:/data", &directory)
        .build()
        .await
        .unwrap();
    let output: String = plugin
        .call("write_file", r#"{"path": "/data/out.txt", "text": "x"}"#)
        .unwrap();
    assert!(output.contains("\"errno\":69"), "{output}");
    assert_eq!(directory.list("").unwrap(), [""; 0]);
}

#[wasm_bindgen_test]
async fn what_is_printed_comes_line_by_line() {
    let lines: Rc<RefCell<Vec<(WasiStream, String)>>> = Rc::default();
    let mine = lines.clone();
    let plugin = PluginBuilder::new(WASI_RUST)
        .with_wasi(true)
        .with_wasi_output(move |stream, line| mine.borrow_mut().push((stream, line.to_owned())))
        .build()
        .await
        .unwrap();
    let () = plugin
        .call(
            "print",
            r#"{"stdout": ["one", "two"], "stderr": ["three"], "partial": "four"}"#,
        )
        .unwrap();
    let wanted = [
        (WasiStream::Stdout, "one"),
        (WasiStream::Stdout, "two"),
        (WasiStream::Stderr, "three"),
        (WasiStream::Stdout, "four"),
    ];
    assert_eq!(
        lines.take(),
        wanted.map(|(stream, line)| (stream, line.to_owned()))
    );
}

#[wasm_bindgen_test]
async fn a_trap_tells_what_went_to_standard_error() {
    let plugin = PluginBuilder::new(WASI_RUST)
        .with_wasi(true)
        .build()
        .await
        .unwrap();
    let error = plugin.call::<_, ()>("panics", "the oven is cold").unwrap_err();
    assert_eq!(error.code(), Some(Code::Trap));
    assert!(error.to_string().contains("the oven is cold"), "{error}");
    let error = plugin.call::<_, ()>("exit_with", "3").unwrap_err();
    assert_eq!((error.code(), error.exit_code()), (Some(Code::ExitCode), Some(3)));
    assert!(!error.to_string().contains("the oven is cold"), "{error}");
}

#[wasm_bindgen_test]
async fn what_is_no_directory_is_refused() {
    let error = PluginBuilder::new(WASI_RUST)
        .with_wasi(true)
        .with_js_path("/data", wasm_bindgen::JsValue::from(7))
        .build()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidOption));
    assert!(error.to_string().contains("/data"), "{error}");
}
