//! What a plug-in is linked from, as `plan` asks for it.

use wasm_bindgen::prelude::*;

use super::host_imports::HostImports;
use super::plan::Given;
use crate::compiled::Compiled;
use crate::error::Result;
use crate::rows::{exports, Row};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Object, js_name = hasOwn)]
    fn has_own(object: &JsValue, key: &str) -> bool;
}

/// Compiled modules, the imports that the host made, and an object of WASI's functions, where it is on.
pub(crate) struct Parts<'a> {
    pub(crate) compiled: &'a Compiled,
    pub(crate) host: &'a HostImports,
    pub(crate) wasi: Option<&'a JsValue>,
}

impl Given for Parts<'_> {
    fn count(&self) -> usize {
        self.compiled.modules.len()
    }

    fn main(&self) -> usize {
        self.compiled.main()
    }

    fn name(&self, module: usize) -> &str {
        &self.compiled.modules[module].name
    }

    fn imports(&self, module: usize) -> &[Row] {
        &self.compiled.modules[module].imports
    }

    fn exports(&self, module: usize) -> Result<Vec<Row>> {
        exports(&self.compiled.modules[module].module)
    }

    fn host_has(&self, module: &str, name: &str) -> bool {
        self.host.has(module, name)
    }

    fn host_has_module(&self, module: &str) -> bool {
        self.host.has_module(module)
    }

    fn wasi_has(&self, name: &str) -> Option<bool> {
        self.wasi.map(|wasi| has_own(wasi, name))
    }
}
