//! JavaScript values: what kind they are, and bytes and text of them.

use js_sys::{JsString, Object, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error, Result};
use crate::js::{is_array, is_too_long, property, set};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> bool;

    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> std::result::Result<String, JsValue>;

    type TextDecoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextDecoder;
    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &Uint8Array) -> std::result::Result<JsString, JsValue>;

    #[wasm_bindgen(catch, js_name = atob)]
    fn atob(text: &JsValue) -> std::result::Result<JsString, JsValue>;

    /// A `Uint8Array`, which there is none of a buffer that was transferred away.
    type Bytes;
    #[wasm_bindgen(constructor, catch, js_class = Uint8Array)]
    fn of(buffer: &JsValue, offset: &JsValue, length: &JsValue) -> std::result::Result<Bytes, JsValue>;
}

thread_local! {
    static DECODER: TextDecoder = TextDecoder::new();
}

/// UTF-8 as text, without a byte order mark; what is malformed is replaced. The bytes must not be shared with another thread. Fails
/// for more than the engine makes a string of (some 512 MiB).
pub(crate) fn decode(bytes: &Uint8Array) -> Result<JsString> {
    let text = DECODER.with(|decoder| decoder.decode(bytes));
    text.map_err(|cause| Error::because(Code::MemoryLimit, "the text", " is too long", cause))
}

/// The bytes of an `ArrayBuffer`, a `SharedArrayBuffer`, a typed array or a `DataView`, not copied; `None` for
/// anything else, and for a buffer that was transferred away.
pub(crate) fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if is_view(value) {
        // Of a class of the application's, which may say what it likes of its own.
        let buffer = property(value, "buffer");
        let (offset, length) = (property(value, "byteOffset"), property(value, "byteLength"));
        let bytes = Bytes::of(&buffer, &offset, &length).map(Bytes::unchecked_into);
        return bytes.ok().filter(|_| buffer.is_object());
    }
    let kind = class_name(value);
    if kind == "ArrayBuffer" || kind == "SharedArrayBuffer" {
        return all_of(value).ok();
    }
    None
}

/// So many bytes of 0, where there is room for them.
pub(crate) fn zeros(size: u64) -> std::result::Result<Uint8Array, JsValue> {
    // Places in it are counted in 32 bits.
    let size = u32::try_from(size).map_or(f64::INFINITY, f64::from);
    all_of(&size.into())
}

fn all_of(buffer: &JsValue) -> std::result::Result<Uint8Array, JsValue> {
    let none = &JsValue::UNDEFINED;
    Bytes::of(buffer, none, none).map(Bytes::unchecked_into)
}

/// Bytes from base64 text; `None` when it is malformed.
pub(crate) fn decode_base64(text: &JsValue) -> Option<Uint8Array> {
    // One UTF-16 unit per byte; one by one, past host memory, which never shrinks.
    let units = atob(text).ok()?;
    let bytes = Uint8Array::new_with_length(units.length());
    for (index, unit) in units.iter().enumerate() {
        bytes.set_index(index as u32, unit as u8);
    }
    Some(bytes)
}

/// An object without a prototype, for keys that come from outside: no name means anything to it.
pub(crate) fn dictionary() -> Object {
    Object::create(JsValue::NULL.unchecked_ref())
}

/// An object of what is there, and of nothing that a page gave to all objects.
pub fn object(fields: &[(&str, Option<JsValue>)]) -> Result<JsValue> {
    let object = dictionary();
    for (name, value) in fields {
        if let Some(value) = value {
            set(&object, name, value).map_err(Error::thrown)?;
        }
    }
    Ok(object.into())
}

/// The name of an object's class as `Object.prototype.toString` gives it, so that objects of another realm (an iframe,
/// a polyfill) are recognised too.
pub(crate) fn class_name(value: &JsValue) -> String {
    if !value.is_object() {
        return String::new();
    }
    let tag = tag_of(value).unwrap_or_default();
    let name = tag
        .strip_prefix("[object ")
        .and_then(|rest| rest.strip_suffix("]"));
    name.unwrap_or_default().to_owned()
}

/// What a value is, for messages: `a number`, `null`, `an object`.
pub fn describe(value: &JsValue) -> String {
    if value.is_null() {
        return "null".into();
    }
    if is_array(value) {
        return "an array".into();
    }
    let kind: String = value.js_typeof().as_string().unwrap_or_default();
    match kind.as_str() {
        "undefined" => kind,
        "string" if is_too_long(value) => "one too long".into(),
        "object" => {
            let class = class_name(value);
            // A proxy that is no more has none.
            if matches!(class.as_str(), "" | "Object") {
                "an object".into()
            } else {
                format!("an object ({class})")
            }
        }
        _ => format!("a {kind}"),
    }
}
