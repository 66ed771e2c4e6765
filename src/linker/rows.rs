//! What a module imports and exports, as the engine lists it.

use js_sys::Array;
use js_sys::WebAssembly::Module;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};

#[wasm_bindgen]
extern "C" {
    /// The keys that are in `keys`, in their order.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn to_json(value: &Array, keys: &Array) -> std::result::Result<String, JsValue>;
}

/// One import or export.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// The module that is imported from; empty for an export.
    pub(crate) module: String,
    pub(crate) name: String,
    /// `function`, `memory`, `table`, `global` or `tag`.
    pub(crate) kind: String,
}

/// The imports of a module, in its own order.
pub(crate) fn imports(module: &Module) -> Result<Vec<Row>> {
    rows(&Module::imports(module))
}

/// The exports of a module, in its own order.
pub(crate) fn exports(module: &Module) -> Result<Vec<Row>> {
    rows(&Module::exports(module))
}

/// The rows cross over as one text: to ask each for each of its properties takes longer.
fn rows(list: &Array) -> Result<Vec<Row>> {
    let keys: Array = ["module", "name", "kind"]
        .into_iter()
        .map(JsValue::from_str)
        .collect();
    let json = to_json(list, &keys).map_err(Error::thrown)?;
    let mut texts = strings(&json).into_iter();
    let mut rows = Vec::new();
    let mut row = Row::default();
    while let (Some(key), Some(value)) = (texts.next(), texts.next()) {
        match key.as_str() {
            "module" => row.module = value,
            "name" => row.name = value,
            // The last one.
            _ => {
                row.kind = value;
                rows.push(std::mem::take(&mut row));
            }
        }
    }
    Ok(rows)
}

/// All strings in JSON, keys and values, in their order.
fn strings(json: &str) -> Vec<String> {
    let mut strings = Vec::new();
    let mut rest = json;
    while let Some((_, inside)) = split(rest, |byte| byte == b'"') {
        rest = inside;
        let mut text = String::new();
        while let Some((run, tail)) = split(rest, |byte| matches!(byte, b'"' | b'\\')) {
            text.push_str(run);
            let is_end = rest.as_bytes().get(run.len()) == Some(&b'"');
            rest = tail;
            if is_end {
                break;
            }
            text.extend(escaped(&mut rest));
        }
        strings.push(text);
    }
    strings
}

/// The text before and behind the first of these (ASCII) bytes.
fn split(text: &str, is_it: impl Fn(u8) -> bool) -> Option<(&str, &str)> {
    let at = text.bytes().position(is_it)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// What follows a backslash. Names of imports are whole characters, so no half of one is ever escaped.
fn escaped(rest: &mut &str) -> Option<char> {
    let mut letters = rest.chars();
    let letter = letters.next()?;
    *rest = letters.as_str();
    Some(match letter {
        'u' => {
            let digits = rest.get(..4)?;
            *rest = rest.get(4..)?;
            char::from_u32(u32::from_str_radix(digits, 16).ok()?)?
        }
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        letter => letter,
    })
}

#[cfg(test)]
mod tests {
    use super::strings;

    #[test]
    fn strings_of_json_are_read_with_their_escapes() {
        let json =
            r#"[{"module":"extism:host/env","name":"a\"b\\c\/\n\u0000d\u001fé😀","kind":"function"},{}]"#;
        assert_eq!(
            strings(json),
            [
                "module",
                "extism:host/env",
                "name",
                "a\"b\\c/\n\0d\u{1f}é😀",
                "kind",
                "function"
            ]
        );
    }

    #[test]
    fn json_that_breaks_off_ends_the_reading() {
        assert_eq!(strings(r#"["a","b"#), ["a", ""]);
        assert_eq!(strings(r#"["a\"#), ["a"]);
        assert_eq!(strings(r#"["a\u00"#), ["a"]);
        assert_eq!(strings("[]"), [""; 0]);
    }
}
