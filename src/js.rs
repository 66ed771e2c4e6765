//! JavaScript's own functions, by names and texts as they are here.

use js_sys::{Array, Function, JsString, Object, Proxy};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A property of an object.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub fn get(object: &JsValue, name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> Result<bool, JsValue>;

    /// As `js_sys`'s, which do not catch what a proxy, or a property of somebody else's object, throws.
    #[wasm_bindgen(catch, js_namespace = Array, js_name = from)]
    pub(crate) fn array_of(items: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Object, js_name = entries)]
    pub(crate) fn entries_of(object: &JsValue) -> Result<Array, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Array, js_name = isArray)]
    fn try_is_array(value: &JsValue) -> Result<bool, JsValue>;

    /// As `js_sys`'s, of text that is JavaScript's.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &JsString) -> Result<JsValue, JsValue>;
}

/// How long text may be that comes from outside (UTF-16 units): a URL may have a large module in it.
const LONGEST_TEXT: u32 = 1 << 27;

/// Whether a value is text that is longer.
#[inline(never)]
pub(crate) fn is_too_long(value: &JsValue) -> bool {
    value.is_string() && value.unchecked_ref::<JsString>().length() > LONGEST_TEXT
}

/// A property of somebody else's object; `undefined` where there is none, or it throws.
#[inline(never)]
pub(crate) fn property(object: &JsValue, name: &str) -> JsValue {
    get(object, name).unwrap_or(JsValue::UNDEFINED)
}

/// The same of text; empty for anything else.
#[inline(never)]
pub(crate) fn text_property(object: &JsValue, name: &str) -> String {
    property(object, name).as_string().unwrap_or_default()
}

/// Whether a value is an array; a proxy that is no more is none.
pub(crate) fn is_array(value: &JsValue) -> bool {
    try_is_array(value).unwrap_or(false)
}

/// A closure that takes what a function is called on, `this`, and all arguments.
pub(crate) type Variadic = Closure<dyn Fn(JsValue, JsValue, Array) -> Result<JsValue, JsValue>>;

/// A function of any number of arguments, which a closure on its own does not take: the `apply` of a proxy does.
pub(crate) fn variadic(apply: &Variadic) -> JsValue {
    let handler = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = set(&handler, "apply", apply.as_ref());
    Proxy::new(apply.as_ref(), &handler).into()
}

/// A function-valued property of an object.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    property(object, name).dyn_into().ok()
}
