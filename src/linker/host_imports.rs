//! The import modules that the host provides: `extism:host/env`, and those of the application's functions.

use std::any::Any;
use std::rc::Rc;

use extism_web_kernel::abi::{OLD_EXPORTS, PLUGIN_EXPORTS};
use js_sys::Object;
use wasm_bindgen::JsValue;

use super::imported::function_imports;
use crate::compiled::Compiled;
use crate::error::{Error, Result};
use crate::host::{own, pdk, Host};
use crate::js::{get, set};
use crate::values::dictionary;

/// The import modules of one plug-in. It must outlive the instances.
pub(crate) struct HostImports {
    /// The import modules by name, as WebAssembly takes them.
    object: Object,
    modules: Vec<(String, Object)>,
    /// The functions in them, by module and name.
    names: Vec<(String, String)>,
    closures: Vec<Box<dyn Any>>,
}

impl HostImports {
    /// Of the kernel's exports, as they are, and the host's functions those that the plug-in imports.
    pub(crate) fn new(host: &Rc<Host>, compiled: &Compiled) -> Result<Self> {
        let mut imports = Self {
            object: dictionary(),
            modules: Vec::new(),
            names: Vec::new(),
            closures: Vec::new(),
        };
        for row in function_imports(compiled) {
            let Some(name) = pdk::function(&row.module, &row.name) else {
                continue;
            };
            let is_kernels =
                PLUGIN_EXPORTS.contains(&name) || (row.module != pdk::ENV && OLD_EXPORTS.contains(&name));
            let function = if is_kernels {
                get(host.kernel.exports(), name).map_err(Error::thrown)?
            } else if let Some(import) = own(host, name) {
                imports.closures.push(import.closure);
                import.function
            } else {
                continue;
            };
            let function = host.traced(pdk::ENV, name, is_kernels.then_some(name), function);
            imports.set(&row.module, &row.name, &function)?;
        }
        Ok(imports)
    }

    /// Objects of functions by the name of the import module.
    pub(crate) fn object(&self) -> &Object {
        &self.object
    }

    /// Whether there is an import module of that name.
    pub(crate) fn has_module(&self, module: &str) -> bool {
        self.module(module).is_some()
    }

    /// Whether there is a function of that name for plug-ins.
    pub(crate) fn has(&self, module: &str, name: &str) -> bool {
        self.names.iter().any(|(m, n)| m == module && n == name)
    }

    /// Puts a function in, for any other of that name.
    pub(super) fn set(&mut self, module: &str, name: &str, function: &JsValue) -> Result<()> {
        let object = match self.module(module) {
            Some(object) => object.clone(),
            None => {
                let object = dictionary();
                set(&self.object, module, &object).map_err(Error::thrown)?;
                self.modules.push((module.into(), object.clone()));
                object
            }
        };
        set(&object, name, function).map_err(Error::thrown)?;
        self.names.push((module.into(), name.into()));
        Ok(())
    }

    /// A function that is there; `undefined` for any other.
    pub(super) fn get(&self, module: &str, name: &str) -> Result<JsValue> {
        match self.module(module) {
            Some(object) => get(object, name).map_err(Error::thrown),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// The functions of an import module by name.
    pub(crate) fn module(&self, name: &str) -> Option<&Object> {
        let found = self.modules.iter().find(|(known, _)| known == name);
        found.map(|(_, object)| object)
    }
}
