//! The suite of the Rust API. Each runner beside this folder is a few lines that say where to run it.

mod calls;
mod functions;
mod inputs;
mod log;
mod pool;
mod typed;
mod waiting;
mod wasi;
mod worker;

use extism_web::{Function, Plugin};
use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

const COUNT_VOWELS: &[u8] = include_bytes!("../../target/fixtures/count_vowels.wasm");
const ECHO: &[u8] = include_bytes!("../../target/fixtures/echo.wasm");
const ENDLESS: &[u8] = include_bytes!("../../target/fixtures/endless.wasm");
const FAULTS: &[u8] = include_bytes!("../../target/fixtures/faults.wasm");
const HOST_FNS: &[u8] = include_bytes!("../../target/fixtures/host_fns.wasm");
const HOST_RUST: &[u8] = include_bytes!("../../target/fixtures/host_rust.wasm");
const HOST_START: &[u8] = include_bytes!("../../target/fixtures/host_start.wasm");
const HOST_WIDE: &[u8] = include_bytes!("../../target/fixtures/host_wide.wasm");
const LOGS: &[u8] = include_bytes!("../../target/fixtures/logs.wasm");
const WASI_RUST: &[u8] = include_bytes!("../../target/fixtures/wasi_rust.wasm");

/// A plug-in without WASI.
async fn plugin(bytes: &[u8], functions: impl IntoIterator<Item = Function>) -> Plugin {
    Plugin::new(bytes, functions, false).await.unwrap()
}

/// Waits for some milliseconds.
async fn pause(ms: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let set_timeout = Reflect::get(&js_sys::global(), &"setTimeout".into()).unwrap();
        let set_timeout: js_sys::Function = set_timeout.unchecked_into();
        set_timeout
            .call2(&JsValue::UNDEFINED, &resolve, &ms.into())
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}
