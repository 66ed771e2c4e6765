//! What a module imports and exports, as the engine lists it.

use js_sys::Array;
use js_sys::WebAssembly::Module;
use wasm_bindgen::prelude::*;

use crate::error::{Error, Result};
use crate::js::parse_json;

#[wasm_bindgen]
extern "C" {
    /// The keys that are in `keys`, in their order.
    #[wasm_bindgen(catch, js_namespace = JSON, js_name = stringify)]
    fn to_json(value: &Array, keys: &Array) -> std::result::Result<String, JsValue>;
}

thread_local! {
    static KEYS: Array = ["module", "name", "kind"].map(JsValue::from).into_iter().collect();
}

/// One import or export.
#[derive(Debug, Default)]
pub struct Row {
    /// The module that is imported from; empty for an export.
    pub module: String,
    pub name: String,
    /// `function`, `memory`, `table`, `global` or `tag`.
    pub kind: String,
}

/// The imports of a module, in its own order.
pub fn imports(module: &Module) -> Result<Vec<Row>> {
    rows(&Module::imports(module))
}

/// The exports of a module, in its own order.
pub fn exports(module: &Module) -> Result<Vec<Row>> {
    rows(&Module::exports(module))
}

/// The rows cross over as one text: to ask each for each of its properties takes longer.
fn rows(list: &Array) -> Result<Vec<Row>> {
    let json = KEYS.with(|keys| to_json(list, keys)).map_err(Error::thrown)?;
    let unescaped = |text: &str| parse_json(&format!("\"{text}\"").into()).ok()?.as_string();
    let mut texts = strings(&json, unescaped).into_iter();
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

/// All strings in JSON, keys and values, in their order. `unescaped` is asked for what those are that have escapes in them.
fn strings(json: &str, unescaped: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let mut strings = Vec::new();
    let bytes = json.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        at += 1;
        if bytes[at - 1] != b'"' {
            continue;
        }
        let (start, mut plain) = (at, true);
        while at < bytes.len() && bytes[at] != b'"' {
            plain &= bytes[at] != b'\\';
            at += if bytes[at] == b'\\' { 2 } else { 1 };
        }
        // Where the text breaks off, there is nothing.
        let is_whole = at < bytes.len();
        let text = json.get(start..at).filter(|_| is_whole).unwrap_or_default();
        strings.push(if plain {
            text.into()
        } else {
            unescaped(text).unwrap_or_default()
        });
        at += 1;
    }
    strings
}

#[cfg(test)]
mod tests {
    use super::strings;

    #[test]
    fn strings_of_json_are_told_from_those_with_escapes() {
        let json =
            r#"[{"module":"extism:host/env","name":"a\"b\\","kind":"function"},{"":"é😀","\\":"\u0000"}]"#;
        let escaped = |text: &str| Some(format!("escaped {text}"));
        assert_eq!(
            strings(json, escaped),
            [
                "module",
                "extism:host/env",
                "name",
                r#"escaped a\"b\\"#,
                "kind",
                "function",
                "",
                "é😀",
                r"escaped \\",
                r"escaped \u0000",
            ]
        );
    }

    #[test]
    fn json_that_breaks_off_ends_the_reading() {
        assert_eq!(strings(r#"["a","b"#, |_| None), ["a", ""]);
        assert_eq!(strings(r#"["a\"#, |_| None), [""]);
        assert_eq!(strings("[]", |_| None), [""; 0]);
    }
}
