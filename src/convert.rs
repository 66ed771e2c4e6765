//! Reading JavaScript values: what kind they are, and the named fields of objects, with errors that name the field.

use js_sys::{Array, ArrayBuffer, Function, JsString, Number, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{js_message, Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = ArrayBuffer, js_name = isView)]
    fn is_view(value: &JsValue) -> bool;

    #[wasm_bindgen(catch, js_namespace = ["Object", "prototype", "toString"], js_name = call)]
    fn tag_of(value: &JsValue) -> std::result::Result<String, JsValue>;

    type TextDecoder;
    #[wasm_bindgen(constructor)]
    fn new() -> TextDecoder;
    #[wasm_bindgen(method)]
    fn decode(this: &TextDecoder, bytes: &Uint8Array) -> JsString;

    /// As `js_sys`'s, by a name that is text here.
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = get)]
    pub(crate) fn get(object: &JsValue, name: &str) -> std::result::Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_namespace = Reflect, js_name = set)]
    pub(crate) fn set(object: &JsValue, name: &str, value: &JsValue) -> std::result::Result<bool, JsValue>;

    /// As `js_sys`'s, of text that is JavaScript's.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = parse)]
    pub(crate) fn parse_json(text: &JsString) -> std::result::Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = atob)]
    fn atob(text: &JsValue) -> std::result::Result<JsString, JsValue>;

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
    static DECODER: TextDecoder = TextDecoder::new();
    /// What objects inherit from that have no class.
    static PLAIN: Object = Object::get_prototype_of(&Object::new());
}

/// UTF-8 as text, without a byte order mark; what is malformed is replaced. The bytes must not be shared with another thread.
pub(crate) fn decode(bytes: &Uint8Array) -> JsString {
    DECODER.with(|decoder| decoder.decode(bytes))
}

/// A Rust value as JavaScript: maps as objects, bytes as a `Uint8Array`, `None` as `undefined`.
pub(crate) fn to_js(what: &str, value: &impl serde::Serialize, code: Code) -> Result<JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
    value
        .serialize(&serializer)
        .map_err(|error| Error::new(code, format!("{what} cannot be serialized: {error}")))
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
        return Some(Uint8Array::new_with_byte_offset_and_length(
            &view.buffer(),
            offset,
            length,
        ));
    }
    let kind = class_name(value);
    (value.is_instance_of::<ArrayBuffer>() || kind == "ArrayBuffer" || kind == "SharedArrayBuffer")
        .then(|| Uint8Array::new(value))
}

/// Bytes from base64 text; `None` when it is malformed.
pub(crate) fn decode_base64(text: &JsValue) -> Option<Uint8Array> {
    // One UTF-16 unit per byte.
    let bytes: Vec<u8> = atob(text).ok()?.iter().map(|unit| unit as u8).collect();
    Some(Uint8Array::from(bytes.as_slice()))
}

/// A number as JavaScript writes it. (Rust's own formatting of floating point would be a fifth of the module.)
pub(crate) fn number_text(value: &JsValue) -> JsString {
    value
        .unchecked_ref::<Number>()
        .to_string_with_radix(10)
        .unwrap_or_default()
}

/// An object without a prototype, for keys that come from outside: no name means anything to it.
pub(crate) fn dictionary() -> Object {
    Object::create(JsValue::NULL.unchecked_ref())
}

/// An object of what is there.
#[cfg(feature = "npm")]
pub(crate) fn object(fields: &[(&str, Option<JsValue>)]) -> Result<JsValue> {
    let object = Object::new();
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
            if class == "Object" {
                "an object".into()
            } else {
                format!("an object ({class})")
            }
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
    /// The keys that the object has; `None` where it may inherit others.
    keys: Option<Vec<String>>,
}

impl<'a> Fields<'a> {
    /// Fails unless `object` is an object.
    pub(crate) fn new(path: impl Into<String>, object: &'a JsValue, code: Code) -> Result<Self> {
        let path = path.into();
        if !object.is_object() || Array::is_array(object) {
            return Err(Error::new(
                code,
                format!("{path} must be an object, got {}", describe(object)),
            ));
        }
        Ok(Self {
            path,
            object,
            code,
            keys: all_keys(object.unchecked_ref())?,
        })
    }

    /// The same where `undefined` and `null` stand for an object without fields.
    pub(crate) fn of_optional(path: &str, object: &'a JsValue, code: Code) -> Result<Self> {
        if !object.is_undefined() && !object.is_null() {
            return Self::new(path, object, code);
        }
        Ok(Self {
            path: path.into(),
            object,
            code,
            keys: Some(Vec::new()),
        })
    }

    fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// The field's value under its name in camel case, else in snake case; `None` when it is missing, `undefined`, `null` or
    /// `false`, which is what `condition && value` leaves.
    pub(crate) fn get(&self, name: &str) -> Result<Option<JsValue>> {
        for key in [name, &snake_case(name)] {
            let absent = |keys: &Vec<String>| !keys.iter().any(|known| known == key);
            if self.keys.as_ref().is_some_and(absent) {
                continue;
            }
            let value = get(self.object, key).map_err(Error::thrown)?;
            if !value.is_undefined() && !value.is_null() && value.as_bool() != Some(false) {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Adds a remark for every key that is not among the known ones, in camel or snake case.
    pub(crate) fn report_unknown(&self, known: &[&[&str]], warnings: &mut Vec<String>) {
        let own = |object: &JsValue| texts(&Object::keys(object.unchecked_ref::<Object>()));
        for key in self.keys.clone().unwrap_or_else(|| own(self.object)) {
            if !known
                .iter()
                .any(|names| names.iter().any(|name| key == *name || key == snake_case(name)))
            {
                warnings.push(format!("{} is not a known key and is ignored", self.path(&key)));
            }
        }
    }

    /// The fields of a field that holds an object.
    pub(crate) fn object<'b>(&self, name: &str, value: &'b JsValue) -> Result<Fields<'b>> {
        Fields::new(self.path(name), value, self.code)
    }

    /// The object as messages call it.
    pub(crate) fn name(&self) -> &str {
        &self.path
    }

    /// An error of these fields.
    pub(crate) fn error(&self, text: String) -> Error {
        Error::new(self.code, text)
    }

    /// The error of a field that holds something else than it should.
    pub(crate) fn wrong(&self, name: &str, wanted: &str, value: &JsValue) -> Error {
        self.error(format!(
            "{} must be {wanted}, got {}",
            self.path(name),
            describe(value)
        ))
    }

    pub(crate) fn string(&self, name: &str) -> Result<Option<String>> {
        self.get(name)?
            .map(|value| {
                value
                    .as_string()
                    .ok_or_else(|| self.wrong(name, "a string", &value))
            })
            .transpose()
    }

    /// A map of strings, in the order of the object's own keys. Keys such as `__proto__` are keys like any other. Numbers and
    /// the like stand for their text, `undefined` and `null` for no entry.
    pub(crate) fn string_map(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        let inner = self.object(name, &value)?;
        let mut map = Vec::new();
        for entry in Object::entries(value.unchecked_ref()).iter() {
            let entry: Array = entry.unchecked_into();
            let key = entry.get(0).as_string().unwrap_or_default();
            let value = entry.get(1);
            if value.is_undefined() || value.is_null() {
                continue;
            }
            if value.is_object() || value.is_function() || value.is_symbol() {
                return Err(inner.wrong(&key, "a string", &value));
            }
            map.push((key, js_message(&value)));
        }
        Ok(Some(map))
    }

    /// An array of strings.
    pub(crate) fn string_list(&self, name: &str) -> Result<Option<Vec<String>>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        if !Array::is_array(&value) {
            return Err(self.wrong(name, "an array of strings", &value));
        }
        let items = value.unchecked_ref::<Array>().iter().enumerate();
        let text = |(index, item): (usize, JsValue)| {
            item.as_string()
                .ok_or_else(|| self.wrong(&format!("{name}[{index}]"), "a string", &item))
        };
        items.map(text).collect::<Result<Vec<_>>>().map(Some)
    }

    pub(crate) fn boolean(&self, name: &str) -> Result<bool> {
        let Some(value) = self.get(name)? else {
            return Ok(false);
        };
        value
            .as_bool()
            .ok_or_else(|| self.wrong(name, "true or false", &value))
    }

    /// A number of milliseconds, rounded up to whole ones.
    pub(crate) fn milliseconds(&self, name: &str) -> Result<Option<u64>> {
        let limit = self.get(name)?.and_then(|value| value.as_f64());
        match limit.filter(|limit| *limit >= 0.0) {
            Some(limit) => Ok(Some(limit.ceil() as u64)),
            None => self.integer(name, u64::MAX),
        }
    }

    /// A number of bytes; `Infinity` is the largest.
    pub(crate) fn bytes(&self, name: &str) -> Result<Option<u64>> {
        match self.get(name)?.and_then(|value| value.as_f64()) {
            Some(f64::INFINITY) => Ok(Some(u64::MAX)),
            _ => self.integer(name, u64::MAX),
        }
    }

    /// A whole number from 0 to `maximum`.
    pub(crate) fn integer(&self, name: &str, maximum: u64) -> Result<Option<u64>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        match value.as_f64() {
            Some(number) if number >= 0.0 && number.fract() == 0.0 && number <= maximum as f64 => {
                Ok(Some(number as u64))
            }
            Some(_) => {
                let number = number_text(&value);
                let text = format!(
                    "{} must be a whole number, 0 or more, got {number}",
                    self.path(name)
                );
                Err(self.error(text))
            }
            None => Err(self.wrong(name, "a number", &value)),
        }
    }

    pub(crate) fn function(&self, name: &str) -> Result<Option<Function>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        value
            .dyn_into()
            .map(Some)
            .map_err(|value| self.wrong(name, "a function", &value))
    }
}

/// All keys of an object, if it inherits none: to ask for each key that there could be takes longer than all else that is done
/// with most options and manifests.
fn all_keys(object: &Object) -> Result<Option<Vec<String>>> {
    let prototype = Object::get_prototype_of(object);
    let is_plain = prototype.is_null() || PLAIN.with(|plain| Object::is(&prototype, plain));
    if !is_plain {
        return Ok(None);
    }
    let keys = Reflect::own_keys(object).map_err(Error::thrown)?;
    Ok(Some(texts(&keys)))
}

/// What is text in a list.
fn texts(list: &Array) -> Vec<String> {
    list.iter().filter_map(|item| item.as_string()).collect()
}

/// `maxPages` as `max_pages`.
fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            snake.push('_');
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}
