//! What the npm package gives to host functions of a plug-in in a worker.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

pub(crate) type Thrown<T> = std::result::Result<T, JsValue>;

#[wasm_bindgen]
extern "C" {
    /// `CurrentPlugin` of the npm package.
    pub(crate) type PackageContext;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn read(this: &PackageContext, handle: u64) -> Thrown<Option<PackageOutput>>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn store(this: &PackageContext, data: &Uint8Array) -> Thrown<u64>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn alloc(this: &PackageContext, size: u64) -> Thrown<u64>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn write(this: &PackageContext, handle: u64, data: &Uint8Array) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn free(this: &PackageContext, handle: u64) -> Thrown<()>;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn length(this: &PackageContext, handle: u64) -> Thrown<u64>;
    #[wasm_bindgen(method, catch, js_name = setError)]
    pub(crate) fn set_error(this: &PackageContext, message: Option<&str>) -> Thrown<()>;
    #[wasm_bindgen(method, catch, js_name = getError)]
    pub(crate) fn get_error(this: &PackageContext) -> Thrown<Option<String>>;
    #[wasm_bindgen(method, catch, js_name = getVariable)]
    pub(crate) fn get_variable(this: &PackageContext, name: &str) -> Thrown<Option<PackageOutput>>;
    #[wasm_bindgen(method, catch, js_name = setVariable)]
    pub(crate) fn set_variable(this: &PackageContext, name: &str, value: &Uint8Array) -> Thrown<()>;
    #[wasm_bindgen(method, catch, js_name = deleteVariable)]
    pub(crate) fn delete_variable(this: &PackageContext, name: &str) -> Thrown<()>;
    #[wasm_bindgen(method, catch, js_name = getVariableNames)]
    pub(crate) fn variable_names(this: &PackageContext) -> Thrown<Array>;
    #[wasm_bindgen(method, catch, getter, js_name = logLevel)]
    pub(crate) fn log_level(this: &PackageContext) -> Thrown<String>;

    /// `PluginOutput` of the npm package.
    pub(crate) type PackageOutput;
    #[wasm_bindgen(method)]
    pub(crate) fn bytes(this: &PackageOutput) -> Uint8Array;
}
