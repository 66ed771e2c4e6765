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
    modules: Vec<ImportModule>,
    /// The functions in them, by module and name.
    names: Vec<(String, String)>,
    closures: Vec<Box<dyn Any>>,
}

struct ImportModule {
    name: String,
    object: Object,
    /// Whether it is the kernel's own, which must stay as it is.
    is_kernels: bool,
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
            if name == row.name && !host.is_traced() && imports.take_kernels(host, &row.module, name)? {
                continue;
            }
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

    /// Has the kernel's own object be an import module, if it is the kernel's functions alone that are wanted of it so far.
    fn take_kernels(&mut self, host: &Host, module: &str, name: &str) -> Result<bool> {
        let known = self.modules.iter().find(|known| known.name == module);
        if known.is_some_and(|known| !known.is_kernels) {
            return Ok(false);
        }
        let is_new = known.is_none();
        let Some(object) = host.kernel.provided(name).map_err(Error::thrown)? else {
            return Ok(false);
        };
        if is_new {
            self.add_module(module, object.clone(), true)?;
        }
        self.names.push((module.into(), name.into()));
        Ok(true)
    }

    /// Adds an import module, before any that has the name.
    fn add_module(&mut self, name: &str, object: Object, is_kernels: bool) -> Result<()> {
        set(&self.object, name, &object).map_err(Error::thrown)?;
        let module = ImportModule {
            name: name.into(),
            object,
            is_kernels,
        };
        self.modules.insert(0, module);
        Ok(())
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
        let known = self.modules.iter().find(|known| known.name == module);
        let object = match known {
            Some(known) if !known.is_kernels => known.object.clone(),
            _ => {
                let object = dictionary();
                if let Some(kernels) = known {
                    Object::assign(&object, &kernels.object);
                }
                self.add_module(module, object.clone(), false)?;
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
        let found = self.modules.iter().find(|known| known.name == name);
        found.map(|known| &known.object)
    }
}
