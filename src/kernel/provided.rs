//! The kernel's functions for plug-ins as an import module. It stays with the kernel from one plug-in to the next, as to put functions
//! into an object takes longer than to make the instance that imports them.

use std::cell::Cell;

use extism_web_kernel::abi::PLUGIN_EXPORTS;
use js_sys::Object;
use wasm_bindgen::JsValue;

use crate::js::{get, set};
use crate::values::dictionary;

#[derive(Clone)]
pub(super) struct Provided {
    object: Object,
    /// Those that are in it: a bit for each of [`PLUGIN_EXPORTS`].
    names: Cell<u32>,
}

const _: () = assert!(PLUGIN_EXPORTS.len() <= u32::BITS as usize);

impl Provided {
    pub(super) fn new() -> Self {
        Self {
            object: dictionary(),
            names: Cell::new(0),
        }
    }

    /// The object, with the function of that name in it; `None` for what is not for plug-ins.
    pub(super) fn with(&self, exports: &Object, name: &str) -> Result<Option<&Object>, JsValue> {
        let Some(index) = PLUGIN_EXPORTS.iter().position(|known| *known == name) else {
            return Ok(None);
        };
        let names = self.names.get() | 1 << index;
        if names != self.names.get() {
            set(&self.object, name, &get(exports, name)?)?;
            self.names.set(names);
        }
        Ok(Some(&self.object))
    }
}
