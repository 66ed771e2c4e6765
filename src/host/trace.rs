//! Recording what a plug-in does with its imports, for those who look for what it does wrong (`js/trace/`). Without a tracer every
//! function is imported as it is.

use js_sys::{Object, Promise};
use wasm_bindgen::prelude::*;

use super::Host;
use crate::kernel::Kernel;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript object that records.
    #[derive(Clone)]
    pub(crate) type Tracer;

    #[wasm_bindgen(method)]
    fn attach(this: &Tracer, kernel: &Object, memory: &JsValue, max_pages: Option<u32>);

    /// The function to import in place of one; `kernel_name` is what it is called in the kernel, if it is one of the kernel's.
    #[wasm_bindgen(method)]
    fn wrap(
        this: &Tracer,
        module: &str,
        name: &str,
        kernel_name: Option<&str>,
        function: &JsValue,
    ) -> JsValue;

    /// Says that the function which runs now gives the result of a promise; what to wait for instead.
    #[wasm_bindgen(method)]
    pub(super) fn wait(this: &Tracer, promise: &Promise) -> Promise;
}

impl Tracer {
    /// Takes what the plug-in works with.
    pub(super) fn watch(&self, kernel: &Kernel, max_pages: Option<u32>) {
        self.attach(kernel.exports().unchecked_ref(), kernel.memory(), max_pages);
    }
}

impl Host {
    /// What to import in place of a function: the function itself, unless it is to be traced.
    pub(super) fn traced(
        &self,
        module: &str,
        name: &str,
        kernel_name: Option<&str>,
        function: JsValue,
    ) -> JsValue {
        match &self.tracer {
            Some(tracer) => tracer.wrap(module, name, kernel_name, &function),
            None => function,
        }
    }
}
