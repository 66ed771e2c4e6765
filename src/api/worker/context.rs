//! What the npm package gives to host functions of a plug-in in a worker.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error, Result};
use crate::logger::LogLevel;

type Thrown<T> = std::result::Result<T, JsValue>;

#[wasm_bindgen]
extern "C" {
    /// `CurrentPlugin` of the npm package.
    pub(crate) type PackageContext;
    #[wasm_bindgen(method, catch)]
    fn read(this: &PackageContext, handle: u64) -> Thrown<Option<PackageOutput>>;
    #[wasm_bindgen(method, catch)]
    fn store(this: &PackageContext, data: &Uint8Array) -> Thrown<u64>;
    #[wasm_bindgen(method, catch)]
    fn alloc(this: &PackageContext, size: u64) -> Thrown<u64>;
    #[wasm_bindgen(method, catch)]
    fn write(this: &PackageContext, handle: u64, data: &Uint8Array) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    fn free(this: &PackageContext, handle: u64) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    fn length(this: &PackageContext, handle: u64) -> Thrown<u64>;
    #[wasm_bindgen(method, catch, js_name = setError)]
    fn set_error(this: &PackageContext, message: Option<&str>) -> Thrown<()>;
    #[wasm_bindgen(method, catch, js_name = getError)]
    fn get_error(this: &PackageContext) -> Thrown<Option<String>>;
    #[wasm_bindgen(method, catch, js_name = getVariable)]
    fn get_variable(this: &PackageContext, name: &str) -> Thrown<Option<PackageOutput>>;
    #[wasm_bindgen(method, catch, js_name = setVariable)]
    fn set_variable(this: &PackageContext, name: &str, value: &Uint8Array) -> Thrown<()>;
    #[wasm_bindgen(method, catch, js_name = deleteVariable)]
    fn delete_variable(this: &PackageContext, name: &str) -> Thrown<()>;
    #[wasm_bindgen(method, catch, js_name = getVariableNames)]
    fn variable_names(this: &PackageContext) -> Thrown<Array>;
    #[wasm_bindgen(method, catch, getter, js_name = logLevel)]
    fn log_level(this: &PackageContext) -> Thrown<String>;

    /// `PluginOutput` of the npm package.
    pub(crate) type PackageOutput;
    #[wasm_bindgen(method)]
    pub(crate) fn bytes(this: &PackageOutput) -> Uint8Array;
}

impl PackageContext {
    pub(crate) fn copy_of(&self, handle: u64) -> Result<Uint8Array> {
        match self.read(handle).map_err(Error::of_package)? {
            Some(output) => Ok(output.bytes()),
            None => {
                let text = format!("the handle {handle:#x} is not a live block");
                Err(Error::new(Code::BadHandle, text))
            }
        }
    }

    pub(crate) fn store_bytes(&self, data: &Uint8Array) -> Result<u64> {
        self.store(data).map_err(Error::of_package)
    }

    pub(crate) fn new_block(&self, size: u64) -> Result<u64> {
        self.alloc(size).map_err(Error::of_package)
    }

    pub(crate) fn overwrite(&self, handle: u64, data: &Uint8Array) -> Result<()> {
        self.write(handle, data).map_err(Error::of_package)
    }

    pub(crate) fn free_block(&self, handle: u64) -> Result<()> {
        self.free(handle).map_err(Error::of_package)
    }

    pub(crate) fn length_of(&self, handle: u64) -> Result<u64> {
        self.length(handle).map_err(Error::of_package)
    }

    pub(crate) fn fail_with(&self, message: Option<&str>) -> Result<()> {
        self.set_error(message).map_err(Error::of_package)
    }

    pub(crate) fn current_error(&self) -> Result<Option<String>> {
        self.get_error().map_err(Error::of_package)
    }

    pub(crate) fn var(&self, name: &str) -> Result<Option<Uint8Array>> {
        let value = self.get_variable(name).map_err(Error::of_package)?;
        Ok(value.map(|output| output.bytes()))
    }

    pub(crate) fn set_var(&self, name: &str, value: &Uint8Array) -> Result<()> {
        self.set_variable(name, value).map_err(Error::of_package)
    }

    pub(crate) fn remove_var(&self, name: &str) -> Result<()> {
        self.delete_variable(name).map_err(Error::of_package)
    }

    pub(crate) fn var_names(&self) -> Result<Vec<String>> {
        let names = self.variable_names().map_err(Error::of_package)?;
        Ok(names.iter().filter_map(|name| name.as_string()).collect())
    }

    pub(crate) fn level(&self) -> Result<LogLevel> {
        LogLevel::parse(&self.log_level().map_err(Error::of_package)?)
    }
}
