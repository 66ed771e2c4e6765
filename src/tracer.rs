//! Recording what a plug-in does with its imports, for those who look for what it does wrong (`js/trace/`). Without a tracer every
//! function is imported as it is.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript object that records.
    #[derive(Clone)]
    pub type Tracer;

    /// Takes what the plug-in works with: its kernel's exports and memory.
    #[wasm_bindgen(method, js_name = attach)]
    pub(crate) fn watch(this: &Tracer, kernel: &Object, memory: &JsValue, max_pages: Option<u32>);

    /// The function to import in place of one; `kernel_name` is what it is called in the kernel, if it is one of the kernel's.
    #[wasm_bindgen(method)]
    pub(crate) fn wrap(
        this: &Tracer,
        module: &str,
        name: &str,
        kernel_name: Option<&str>,
        function: &JsValue,
    ) -> JsValue;

    /// Says that the function which runs now gives the result of a promise; what to wait for instead.
    #[wasm_bindgen(method)]
    pub(crate) fn wait(this: &Tracer, promise: &Promise) -> Promise;
}
