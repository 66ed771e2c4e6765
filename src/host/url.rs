//! URLs as the engine parses them.

use wasm_bindgen::prelude::*;

use crate::js::text_property;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = URL)]
    pub(crate) type Url;
    #[wasm_bindgen(constructor, catch, js_class = "URL")]
    pub(crate) fn new(text: &str, base: &JsValue) -> Result<Url, JsValue>;
}

impl Url {
    /// A part by its name in JavaScript, `href` for all of it.
    pub(crate) fn part(&self, name: &str) -> String {
        text_property(self, name)
    }
}
