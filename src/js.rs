//! JavaScript's own functions, by names and texts as they are here.

use js_sys::{Function, JsString};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A property of an object.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;

    /// As `js_sys`'s, of text that is JavaScript's.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
}

/// A function-valued property of an object.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name).ok().and_then(|value| value.dyn_into().ok())
}
