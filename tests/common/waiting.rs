//! Host functions that the plug-in waits for. Engines that cannot suspend a plug-in say so.

use std::cell::Cell;
use std::rc::Rc;

use extism_web::{Code, Error, Function, Plugin, UserData, PTR};
use js_sys::Reflect;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{pause, HOST_RUST};

/// Whether this engine can suspend a plug-in.
fn can_suspend() -> bool {
    let webassembly = Reflect::get(&js_sys::global(), &"WebAssembly".into()).unwrap();
    Reflect::has(&webassembly, &"Suspending".into()).unwrap()
}

/// What `host_rust` imports, of which `reverse` takes its time.
fn functions(ended: &Rc<Cell<u32>>) -> [Function; 3] {
    let unused = |name: &str, params: &[_], results: &[_]| {
        Function::new(
            name,
            params.to_vec(),
            results.to_vec(),
            UserData::new(()),
            |_, _, _, _| Ok(()),
        )
    };
    let ended = UserData::new(ended.clone());
    let reverse = Function::new_async(
        "reverse",
        [PTR],
        [PTR],
        ended,
        |mut plugin, inputs, ended| async move {
            let text: String = plugin.memory_get_val(&inputs[0])?;
            pause(20).await;
            ended.with(|ended| ended.set(ended.get() + 1))?;
            match text.as_str() {
                "error" => return Err(Error::msg("as you wish")),
                "panic" => panic!("as you wish"),
                "nothing" => return Ok(Vec::new()),
                _ => (),
            }
            let context = *plugin.host_context::<u32>().unwrap_or(&mut 0);
            let answer = plugin.memory_new(format!("{}{context}", text.chars().rev().collect::<String>()))?;
            Ok(vec![plugin.memory_to_val(answer)])
        },
    );
    [
        unused("kv_read", &[PTR], &[PTR]),
        unused("kv_write", &[PTR, PTR], &[]),
        reverse,
    ]
}

async fn build(ended: &Rc<Cell<u32>>) -> Option<Plugin> {
    let built = Plugin::new(HOST_RUST, functions(ended), false).await;
    if can_suspend() {
        return Some(built.unwrap());
    }
    let error = built.unwrap_err();
    assert_eq!(error.code(), Some(Code::Unsupported));
    assert!(
        error.to_string().contains("JSPI") && error.to_string().contains("\"reverse\""),
        "{error}"
    );
    None
}

#[wasm_bindgen_test]
async fn a_plugin_waits_for_a_function() {
    let ended = Rc::default();
    let Some(plugin) = build(&ended).await else { return };
    assert_eq!(
        plugin.call_async::<_, String>("reversed", "abc").await.unwrap(),
        "cba0"
    );
    let output: String = plugin
        .call_async_with_host_context("reversed", "abc", 7_u32)
        .await
        .unwrap();
    assert_eq!(output, "cba7");
    let error = plugin.call::<_, ()>("reversed", "abc").unwrap_err();
    assert_eq!(error.code(), Some(Code::Unsupported));
    assert!(error.to_string().contains("Plugin::call_async"), "{error}");
    assert_eq!(
        plugin.call_async::<_, String>("reversed", "xy").await.unwrap(),
        "yx0"
    );
}

#[wasm_bindgen_test]
async fn what_a_function_that_is_waited_for_can_do_wrong() {
    let ended = Rc::default();
    let Some(plugin) = build(&ended).await else { return };
    let error = plugin.call_async::<_, ()>("reversed", "error").await.unwrap_err();
    assert_eq!(error.to_string(), "as you wish");
    let error = plugin
        .call_async::<_, ()>("reversed", "nothing")
        .await
        .unwrap_err();
    assert!(
        error.to_string().contains("must return (i64), and returned ()"),
        "{error}"
    );
    let error = plugin.call_async::<_, ()>("reversed", "panic").await.unwrap_err();
    assert_eq!(error.code(), Some(Code::HostFunction));
    assert!(error.to_string().contains("\"reverse\" panicked"), "{error}");
    assert_eq!(
        plugin.call_async::<_, String>("reversed", "ok").await.unwrap(),
        "ko0"
    );
}

#[wasm_bindgen_test]
async fn a_plugin_is_busy_while_a_call_waits_also_one_that_nobody_waits_for() {
    let ended: Rc<Cell<u32>> = Rc::default();
    let Some(plugin) = build(&ended).await else { return };
    {
        let mut call = Box::pin(plugin.call_async::<_, String>("reversed", "abc"));
        let waker = std::task::Waker::noop();
        let begun = std::future::Future::poll(call.as_mut(), &mut std::task::Context::from_waker(waker));
        assert!(begun.is_pending());
        let error = plugin.call_async::<_, ()>("reversed", "abc").await.unwrap_err();
        assert_eq!(error.code(), Some(Code::Reentrant));
    }
    assert!(plugin.is_active());
    while plugin.is_active() {
        pause(5).await;
    }
    assert_eq!(ended.get(), 1);
    assert_eq!(
        plugin.call_async::<_, String>("reversed", "ab").await.unwrap(),
        "ba0"
    );
}

#[wasm_bindgen_test]
async fn a_plugin_can_be_dropped_while_a_call_waits() {
    let ended: Rc<Cell<u32>> = Rc::default();
    let Some(plugin) = build(&ended).await else { return };
    {
        let mut call = Box::pin(plugin.call_async::<_, String>("reversed", "abc"));
        let waker = std::task::Waker::noop();
        assert!(
            std::future::Future::poll(call.as_mut(), &mut std::task::Context::from_waker(waker)).is_pending()
        );
    }
    drop(plugin);
    pause(60).await;
    assert_eq!(ended.get(), 1, "the function ran to its end");
    assert_eq!(Rc::strong_count(&ended), 1, "and everything was let go");
}
