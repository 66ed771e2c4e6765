//! JavaScript's own functions, by names and texts as they are here.

use js_sys::{Array, Function, JsString, Object, Proxy};
use wasm_bindgen::prelude::*;

use crate::error::Result;
use crate::room::room_for;

#[wasm_bindgen]
extern "C" {
    /// A property of an object.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub fn get(object: &JsValue, name: &str) -> std::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> std::result::Result<bool, JsValue>;

    /// As `js_sys`'s, of text that is JavaScript's.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &JsString) -> std::result::Result<JsValue, JsValue>;
}

/// How long text may be that comes from outside (UTF-16 units): a URL may have a large module in it.
const LONGEST_TEXT: u32 = 1 << 27;

/// Text as the host's own, whose memory never shrinks; `None` for anything else, and for what is too long.
///
/// # Errors
/// No room.
#[inline(never)]
pub(crate) fn text(value: &JsValue) -> Result<Option<String>> {
    if !value.is_string() || is_too_long(value) {
        return Ok(None);
    }
    // A unit takes three bytes at most.
    room_for(3 * value.unchecked_ref::<JsString>().length() as usize)?;
    Ok(value.as_string())
}

/// Whether a value is text that `text` does not take.
#[inline(never)]
pub(crate) fn is_too_long(value: &JsValue) -> bool {
    value.is_string() && value.unchecked_ref::<JsString>().length() > LONGEST_TEXT
}

/// A closure that takes what a function is called on, `this`, and all arguments.
pub(crate) type Variadic = Closure<dyn Fn(JsValue, JsValue, Array) -> std::result::Result<JsValue, JsValue>>;

/// A function of any number of arguments, which a closure on its own does not take: the `apply` of a proxy does.
pub(crate) fn variadic(apply: &Variadic) -> JsValue {
    let handler = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = set(&handler, "apply", apply.as_ref());
    Proxy::new(apply.as_ref(), &handler).into()
}

/// A function-valued property of an object.
pub(crate) fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name).ok().and_then(|value| value.dyn_into().ok())
}
