//! The functions of `extism:host/env` that are not the kernel's own: one file per family.

mod config;
mod http;
mod log;
mod vars;

use std::any::Any;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::closure::{Closure, WasmClosure};
use wasm_bindgen::JsValue;

use super::key::key;
use super::Host;
use crate::error::Result;

pub use http::{asked, http_headers, performed};

/// A function for guests to import, and the closure that it calls.
pub(crate) struct Import {
    pub(crate) function: JsValue,
    pub(crate) closure: Box<dyn Any>,
}

impl Import {
    fn new<F: ?Sized + WasmClosure + 'static>(closure: Closure<F>) -> Self {
        Self {
            function: closure.as_ref().clone(),
            closure: Box::new(closure),
        }
    }
}

/// The host's function of that name in `extism:host/env`.
pub(crate) fn own(host: &Rc<Host>, name: &str) -> Option<Import> {
    let host = host.clone();
    match name {
        "config_get" => Some(config::import(host)),
        "var_get" | "var_set" => Some(vars::import(host, name)),
        "http_request" | "http_status_code" | "http_headers" => Some(http::import(host, name)),
        _ => log::import(host, name),
    }
}

/// Reads the key behind a handle and frees it, whatever comes of it.
fn take(host: &Host, import: &str, handle: u64) -> Result<Vec<u8>> {
    let bytes = host.kernel.read(import, handle);
    host.kernel.free(handle);
    key(&bytes?)
}

/// Reads what is behind two handles, and then frees both, whatever comes of it: they may be the same, and to free one can
/// take away what rests behind the other.
fn take_both(host: &Host, import: &str, first: u64, second: u64) -> Result<(Uint8Array, Uint8Array)> {
    let both = host
        .kernel
        .read(import, first)
        .and_then(|bytes| Ok((bytes, host.kernel.read(import, second)?)));
    host.kernel.free(first);
    host.kernel.free(second);
    both
}
