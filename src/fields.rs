//! The named fields of JavaScript objects, with errors that name the field.

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{js_message, room_for, text, Code, Error, Result};
use crate::js::{array_of, entries_of, get, is_array};
use crate::room::EACH;
use crate::values::describe;

thread_local! {
    /// What objects inherit from that have no class.
    static PLAIN: Object = Reflect::get_prototype_of(&Object::new()).unwrap_or_default();
}

/// The named fields of a JavaScript object. Every getter names the field in its errors.
pub(crate) struct Fields<'a> {
    /// What the object is, in messages: `options`, `manifest.wasm[0]`.
    path: String,
    object: &'a JsValue,
    code: Code,
    keys: Keys,
}

/// What is known of the keys of an object.
enum Keys {
    /// All that it has, and inherits of a class: to ask for each key that there could be takes longer than all else that is done with
    /// most manifests.
    All(Vec<String>),
    /// It is an array of the values of these keys, in this order, and behind them the names of keys that are none of these.
    Listed(&'static [&'static str]),
}

impl<'a> Fields<'a> {
    /// Fails unless `object` is an object.
    pub(crate) fn new(path: String, object: &'a JsValue, code: Code) -> Result<Self> {
        if !object.is_object() || is_array(object) {
            return Err(Error::new(
                code,
                format!("{path} must be an object, got {}", describe(object)),
            ));
        }
        Ok(Self {
            path,
            object,
            code,
            keys: Keys::All(keys_of(object.unchecked_ref())?),
        })
    }

    /// Of an array of the values of `names`, which may be followed by names of unknown keys; an empty one is of no fields.
    pub(crate) fn listed(path: &str, list: &'a Array, code: Code, names: &'static [&'static str]) -> Self {
        Self {
            path: path.into(),
            object: list,
            code,
            keys: Keys::Listed(names),
        }
    }

    fn path(&self, name: &str) -> String {
        format!("{}.{name}", self.path)
    }

    /// The field's value under its name in camel case, else in snake case; `None` when it is missing, `undefined`, `null` or `false`.
    pub(crate) fn get(&self, name: &str) -> Result<Option<JsValue>> {
        let keys = match &self.keys {
            Keys::All(keys) => keys,
            Keys::Listed(names) => {
                let index = names.iter().position(|known| *known == name);
                let value = index.map(|index| self.list().get(index as u32));
                return Ok(value.filter(is_given));
            }
        };
        for snake in [false, true] {
            if let Some(key) = keys.iter().find(|key| is_spelling(key, name, snake)) {
                let value = get(self.object, key).map_err(Error::thrown)?;
                if is_given(&value) {
                    return Ok(Some(value));
                }
            }
        }
        Ok(None)
    }

    fn list(&self) -> &Array {
        self.object.unchecked_ref()
    }

    /// Adds a remark for every key that is not among the known ones, in camel or snake case.
    pub(crate) fn report_unknown(&self, known: &[&[&str]], warnings: &mut Vec<String>) -> Result<()> {
        let keys = match &self.keys {
            Keys::All(_) => own_keys(self.object)?,
            Keys::Listed(names) => texts(&self.list().slice(names.len() as u32, self.list().length()))?,
        };
        for key in keys {
            if !known.iter().any(|names| {
                names
                    .iter()
                    .any(|name| key == *name || is_snake_case_of(&key, name))
            }) {
                warnings.push(format!("{} is not a known key and is ignored", self.path(&key)));
            }
        }
        Ok(())
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
            .map(|value| text(&value)?.ok_or_else(|| self.wrong(name, "a string", &value)))
            .transpose()
    }

    /// A map of strings, in the order of the object's own keys. Keys such as `__proto__` are keys like any other. Numbers and
    /// the like stand for their text, `undefined` and `null` for no entry.
    pub(crate) fn string_map(&self, name: &str) -> Result<Option<Vec<(String, String)>>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        // For each of its keys there was room to spare.
        let inner = self.object(name, &value)?;
        let mut map = Vec::new();
        for entry in entries_of(&value).map_err(Error::thrown)?.iter() {
            let entry: Array = entry.unchecked_into();
            // Nobody can ask for a longer one.
            let Some(key) = text(&entry.get(0))? else {
                continue;
            };
            let value = entry.get(1);
            if value.is_undefined() || value.is_null() {
                continue;
            }
            let text = match text(&value)? {
                Some(text) => text,
                None if value.is_object()
                    || value.is_function()
                    || value.is_symbol()
                    || value.is_string() =>
                {
                    return Err(inner.wrong(&key, "a string", &value));
                }
                None => js_message(&value),
            };
            map.push((key, text));
        }
        Ok(Some(map))
    }

    /// An array of strings.
    pub(crate) fn string_list(&self, name: &str) -> Result<Option<Vec<String>>> {
        let Some(value) = self.get(name)? else {
            return Ok(None);
        };
        if !is_array(&value) {
            return Err(self.wrong(name, "an array of strings", &value));
        }
        let mut list = Vec::new();
        for item in items(&value)?.iter() {
            let wrong = || self.wrong(&format!("{name}[{}]", list.len()), "a string", &item);
            list.push(text(&item)?.ok_or_else(wrong)?);
        }
        Ok(Some(list))
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
                let number = js_message(&value);
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

/// Whether a value is one: `false` is what `condition && value` leaves.
fn is_given(value: &JsValue) -> bool {
    !value.is_undefined() && !value.is_null() && value.as_bool() != Some(false)
}

/// The keys of an object and of its prototypes but the last, which every object inherits from. A proxy may have more prototypes than there
/// is an end of.
fn keys_of(object: &Object) -> Result<Vec<String>> {
    let mut keys = Vec::new();
    let mut object = object.clone();
    for _ in 0..16 {
        keys.extend(own_keys(&object)?);
        object = Reflect::get_prototype_of(&object).map_err(Error::thrown)?;
        if object.is_null() || PLAIN.with(|plain| Object::is(&object, plain)) {
            break;
        }
    }
    Ok(keys)
}

#[inline(never)]
fn own_keys(object: &JsValue) -> Result<Vec<String>> {
    texts(&Reflect::own_keys(object).map_err(Error::thrown)?)
}

/// What is text in a list, but what nobody could have meant to be a name.
fn texts(list: &Array) -> Result<Vec<String>> {
    let mut texts = Vec::new();
    room_for_each(list.length() as usize)?;
    for item in list.iter() {
        texts.extend(text(&item)?);
    }
    Ok(texts)
}

/// The items of somebody else's list.
pub(crate) fn items(list: &JsValue) -> Result<Array> {
    let length = get(list, "length").map_err(Error::thrown)?.as_f64();
    room_for_each(length.unwrap_or_default() as usize)?;
    array_of(list).map_err(Error::thrown)
}

/// Looks for room for all that is made of so many items but their texts.
fn room_for_each(count: usize) -> Result<()> {
    room_for(count.saturating_mul(EACH))
}

/// Whether a key is a name as it is, or another spelling of it in snake case.
fn is_spelling(key: &str, name: &str, snake: bool) -> bool {
    (key == name) != snake && (!snake || is_snake_case_of(key, name))
}

/// Whether a key is a name in snake case: `max_pages` for `maxPages`.
fn is_snake_case_of(key: &str, name: &str) -> bool {
    let mut rest = key.bytes();
    let mut is_next = |letter| rest.next() == Some(letter);
    name.bytes()
        .all(|letter| (!letter.is_ascii_uppercase() || is_next(b'_')) && is_next(letter.to_ascii_lowercase()))
        && rest.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::is_snake_case_of;

    #[test]
    fn names_are_known_in_both_spellings() {
        for (name, key) in [
            ("maxPages", "max_pages"),
            ("wasm", "wasm"),
            ("allowHttpResponseHeaders", "allow_http_response_headers"),
        ] {
            assert!(is_snake_case_of(key, name));
            assert!(!is_snake_case_of(&key[1..], name));
            assert!(!is_snake_case_of(&format!("{key}x"), name));
        }
        for key in ["maxPages", "max_Pages", "maxpages", "max__pages", "", "max_page"] {
            assert!(!is_snake_case_of(key, "maxPages"), "{key}");
        }
    }
}
