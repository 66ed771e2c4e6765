//! The page's side of a plug-in that runs in a worker.

use std::rc::Rc;

use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

use extism_web::embedding::{asked, http_headers, performed, settle, Host, Returned};
use extism_web::Error;

use crate::memory_report;

/// The host of a plug-in whose guest runs elsewhere. It begins and finishes the calls, and performs on its own kernel what
/// the guest asks of the page. That one call runs at a time is for its user to see to. Its `RawContext` does the rest.
#[wasm_bindgen]
pub struct RawHost(pub(super) Rc<Host>);

#[wasm_bindgen]
impl RawHost {
    /// Begins a call: forgets the last one and stores the input.
    pub fn begin(&self, input: Option<Uint8Array>) -> Returned<()> {
        Ok(self.0.kernel.begin(input.as_ref())?)
    }

    /// The outcome of the call: the output's bytes, or `null`. `failure` is what the guest's run gave: `undefined`, or
    /// the error.
    pub fn finish(&self, failure: JsValue) -> Returned<JsValue> {
        let failure = (!failure.is_undefined()).then(|| {
            // Of what a host function threw, whatever its class, nothing is taken apart.
            let thrown = self.0.take_thrown(&failure);
            thrown.unwrap_or_else(|| Error::returned(failure))
        });
        Ok(settle(&self.0, failure)?.map_or(JsValue::NULL, JsValue::from))
    }

    /// Empties kernel memory.
    pub fn reset(&self) {
        self.0.kernel.reset();
    }

    /// The live blocks and the bytes in use, as `memory_report` says.
    pub fn memory(&self) -> Array {
        memory_report(&self.0)
    }

    /// Whether a host function changed kernel memory since this was last asked.
    #[wasm_bindgen(js_name = takeTouched)]
    pub fn take_touched(&self) -> bool {
        self.0.kernel.take_touched()
    }

    /// What the import `http_request` does; a promise of the handle.
    #[wasm_bindgen(js_name = httpRequest)]
    pub fn http_request(&self, request: u64, body: u64) -> Returned<Promise> {
        Ok(performed(&self.0, asked(&self.0, request, body)?))
    }

    /// What the import `http_status_code` does.
    #[wasm_bindgen(js_name = httpStatusCode)]
    pub fn http_status_code(&self) -> i32 {
        self.0.http_status()
    }

    /// What the import `http_headers` does.
    #[wasm_bindgen(js_name = httpHeaders)]
    pub fn http_headers(&self) -> Returned<u64> {
        Ok(http_headers(&self.0)?)
    }
}
