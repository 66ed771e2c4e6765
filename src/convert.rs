//! Reading JavaScript values: what kind they are, and the named fields of objects, with errors that name the field.

use js_sys::{Array, ArrayBuffer, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> bool;

    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> std::result::Result<String, JsValue>;

    type TextEncoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextEncoder;
    #[wasm_bindgen(method)]
    fn encode(this: &TextEncoder, text: &JsValue) -> Uint8Array;

    /// Any typed array or `DataView`: a window on a buffer.
    type BufferView;
    #[wasm_bindgen(method, getter)]
    fn buffer(this: &BufferView) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = byteOffset)]
    fn byte_offset(this: &BufferView) -> u32;
    #[wasm_bindgen(method, getter, js_name = byteLength)]
    fn byte_length(this: &BufferView) -> u32;
}

thread_local! {
    static ENCODER: TextEncoder = TextEncoder::new();
}

/// A JavaScript string as UTF-8 bytes.
pub(crate) fn encode(text: &JsValue) -> Uint8Array {
    ENCODER.with(|encoder| encoder.encode(text))
}

/// The bytes of an `ArrayBuffer`, a `SharedArrayBuffer`, a typed array or a `DataView`, not copied; `None` for
/// anything else.
pub(crate) fn bytes_of(value: &JsValue) -> Option<Uint8Array> {
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return Some(bytes.clone());
    }
    if is_view(value) {
        let view: &BufferView = value.unchecked_ref();
        let (offset, length) = (view.byte_offset(), view.byte_length());
        return Some(Uint8Array::new_with_byte_offset_and_length(&view.buffer(), offset, length));
    }
    let kind = class_name(value);
    (value.is_instance_of::<ArrayBuffer>() || kind == "ArrayBuffer" || kind == "SharedArrayBuffer")
        .then(|| Uint8Array::new(value))
}

/// A value as text or bytes, the two forms that data comes in; `None` for anything else.
pub(crate) fn text_or_bytes(value: &JsValue) -> Option<Uint8Array> {
    if value.is_string() {
        return Some(encode(value));
    }
    bytes_of(value)
}

/// The name of an object's class as `Object.prototype.toString` gives it, so that objects of another realm (an iframe,
/// a polyfill) are recognised too.
pub(crate) fn class_name(value: &JsValue) -> String {
    if !value.is_object() {
        return String::new();
    }
    let tag = tag_of(value).unwrap_or_default();
    tag.trim_start_matches("[object ").trim_end_matches(']').to_owned()
}

/// What a value is, for messages: `a number`, `null`, `an object`.
pub(crate) fn describe(value: &JsValue) -> String {
    if value.is_null() {
        return "null".into();
    }
    if Array::is_array(value) {
        return "an array".into();
    }
    let kind: String = value.js_typeof().as_string().unwrap_or_default();
    match kind.as_str() {
        "undefined" => kind,
        "object" => {
            let class = class_name(value);
            if class == "Object" { "an object".into() } else { format!("an object ({class})") }
        }
        _ => format!("a {kind}"),
    }
}

/// The named fields of a JavaScript object. Every getter names the field in its errors.
pub(crate) struct Fields<'a> {
    /// What the object is, in messages: `options`, `manifest.wasm[0]`.
    path: String,
    object: &'a JsValue,
    code: Code,
}

impl<'a> Fields<'a> {
    /// Fails unless `object` is an object.
    pub(crate) fn new(path: impl Into<String>, object: &'a JsValue, code: Code) -> Result<Self> {
        let path = path.into();
        if !object.is_object() || Array::is_array(object) {
            return Err(Error::new(code, format!("{path} must be an object, got {}", describe(object))));
        }
        Ok(Self { path, object, code })
    }

    fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// The field's value; `None` when it is missing, `undefined` or `null`.
    pub(crate) fn get(&self, name: &str) -> Result<Option<JsValue>> {
        let value = Reflect::get(self.object, &name.into()).map_err(Error::thrown)?;
        Ok((!value.is_undefined() && !value.is_null()).then_some(value))
    }

    /// The object as messages call it.
    pub(crate) fn name(&self) -> &str {
        &self.path
    }

    /// The error of a field that holds something else than it should.
    pub(crate) fn wrong(&self, name: &str, wanted: &str, value: &JsValue) -> Error {
        Error::new(self.code, format!("{} must be {wanted}, got {}", self.path(name), describe(value)))
    }

    pub(crate) fn string(&self, name: &str) -> Result<Option<String>> {
        self.get(name)?
            .map(|value| value.as_string().ok_or_else(|| self.wrong(name, "a string", &value)))
            .transpose()
    }

    /// A map of strings, in the order of the object's own keys. Keys such as `__proto__` are keys like any other.
    pub(crate) fn string_map(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let inner = Fields::new(self.path(name), &value, self.code)?;
        let mut map = Vec::new();
        for entry in Object::entries(value.unchecked_ref()).iter() {
            let entry: Array = entry.unchecked_into();
            let key = entry.get(0).as_string().unwrap_or_default();
            let value = entry.get(1);
            let text = value.as_string().ok_or_else(|| inner.wrong(&key, "a string", &value))?;
            map.push((key, text));
        }
        Ok(Some(map))
    }
}
