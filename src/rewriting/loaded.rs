//! The crate as a module of its own, which the embedder loads (`Rewriter` in js/rewriter.js).

use std::cell::RefCell;

use extism_web_rewriter::{Replacement, Signatures};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    /// Bytes in, bytes out, in the forms of the crate; `undefined` where something is not understood.
    pub(crate) type Rewriter;
    #[wasm_bindgen(method, catch, js_name = signatures)]
    fn signature_bytes(
        this: &Rewriter,
        module: &Uint8Array,
    ) -> std::result::Result<Option<Uint8Array>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = limits)]
    fn limit_bytes(
        this: &Rewriter,
        module: &Uint8Array,
        max_pages: u32,
    ) -> std::result::Result<Option<Uint8Array>, JsValue>;
}

thread_local! {
    static LOADER: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Registers what gives a promise of the rewriter.
pub fn set_rewriter(load: Function) {
    LOADER.set(Some(load));
}

fn promise() -> Result<Promise> {
    let missing = || Error::new(Code::Unsupported, "nothing here reads and changes modules");
    let loader = LOADER.with_borrow(Clone::clone).ok_or_else(missing)?;
    let promise = loader.call0(&JsValue::UNDEFINED).map_err(Error::thrown)?;
    Ok(promise.unchecked_into())
}

/// Has it loaded while something else is waited for. Whoever needs it is told what is wrong.
pub(crate) fn begin_to_load() {
    if let Ok(promise) = promise() {
        drop(JsFuture::from(promise));
    }
}

pub(crate) async fn load() -> Result<Rewriter> {
    let loaded = JsFuture::from(promise()?).await.map_err(Error::thrown)?;
    Ok(loaded.unchecked_into())
}

impl Rewriter {
    /// The types of the functions that a module imports; `None` where they are not understood.
    pub(crate) fn signatures(&self, module: &Uint8Array) -> Result<Option<Signatures>> {
        let bytes = self.signature_bytes(module).map_err(Error::thrown)?;
        Ok(bytes.and_then(|bytes| Signatures::from_bytes(&bytes.to_vec())))
    }

    /// What gives a module's memories a maximum; `None` where they are not understood.
    pub(crate) fn limits(&self, module: &Uint8Array, max_pages: u32) -> Result<Option<Replacement>> {
        let bytes = self.limit_bytes(module, max_pages).map_err(Error::thrown)?;
        Ok(bytes.and_then(|bytes| Replacement::from_bytes(&bytes.to_vec())))
    }
}
