//! What the host needs of whoever embeds it: the npm package's JavaScript, or a Rust application.

use extism_web_rewriter::Signature;
use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};
use crate::tracer::Tracer;

/// The application's host functions, its WASI, and what it wants to know.
pub trait Face {
    /// The function to import, which checks what the application's function returns; `None` when there is none of that name.
    /// `signature` is what the plug-in imports, where it is known. With `direct`, a promise is returned as it is; otherwise it is
    /// handed to the host's `suspend`.
    ///
    /// # Errors
    /// A function that cannot be what the plug-in imports.
    fn function(
        &self,
        namespace: &str,
        name: &str,
        signature: Option<&Signature>,
        direct: bool,
    ) -> Result<Option<JsValue>>;

    /// Whether the function always has to be waited for.
    fn is_async(&self, namespace: &str, name: &str) -> bool;

    /// Whether the function may have to be waited for.
    fn may_wait(&self, namespace: &str, name: &str) -> bool;

    /// The namespaces that have a function of that name, in quotes; empty when none has.
    fn namespaces_of(&self, name: &str) -> String;

    /// How an application gives a function: `give it as …`.
    fn how_to_give(&self, namespace: &str, name: &str) -> String;

    /// What it calls the things that messages speak of.
    fn terms(&self) -> &'static Terms;

    /// The failure behind a value that came out of the guest, if a function of the application's threw it in this call.
    fn take_thrown(&self, value: &JsValue) -> Option<Error>;

    /// Whether the application keeps what reaches kernel memory, by its functions or WASI.
    fn reaches_kernel(&self) -> bool;

    /// A fresh WASI implementation for one instance; `None` when WASI is off.
    ///
    /// # Errors
    /// What making it threw.
    fn wasi(&self) -> std::result::Result<Option<WasiContext>, JsValue>;

    /// The end of what the plug-in wrote to standard error in this call, where it goes to nobody.
    fn stderr(&self) -> String;

    /// What records the plug-in's calls of its imports; there only when that was asked for.
    fn tracer(&self) -> Option<Tracer> {
        None
    }
}

/// How applications of a face name things, for messages.
#[derive(Debug)]
pub struct Terms {
    /// `… "name" in "namespace"`: where the host functions are.
    pub functions_have: &'static str,
    /// What turns WASI on.
    pub use_wasi: &'static str,
    /// What runs a plug-in in a worker.
    pub run_in_worker: &'static str,
    /// A call that cannot wait, and one that can.
    pub call_at_once: &'static str,
    /// See there.
    pub call_waiting: &'static str,
}

#[wasm_bindgen]
extern "C" {
    /// The WASI preview 1 of one instance (`WasiContext` in js/wasi/types.js).
    #[derive(Clone)]
    pub type WasiContext;
    #[wasm_bindgen(method, getter)]
    pub(crate) fn imports(this: &WasiContext) -> JsValue;
    /// Gives the implementation the instance's memory.
    #[wasm_bindgen(method, catch)]
    pub(crate) fn bind(this: &WasiContext, exports: &Object) -> std::result::Result<(), JsValue>;
    #[wasm_bindgen(method)]
    pub(crate) fn close(this: &WasiContext);
}
