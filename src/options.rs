//! The options of a plug-in, as `createPlugin` takes them.

use js_sys::Function;
use wasm_bindgen::{JsCast, JsValue};

use crate::convert::Fields;
use crate::error::{Code, Result};
use crate::host::{LogLevel, Logger};

/// What a plug-in is given beside its manifest.
#[derive(Clone, Debug)]
pub struct Options {
    /// Wins over the manifest's config, also when it is empty.
    pub(crate) config: Option<Vec<(String, String)>>,
    pub(crate) logger: Logger,
    /// Used for URLs instead of the global `fetch`.
    pub(crate) fetch: Option<Function>,
}

impl Options {
    /// Reads and checks a JavaScript options object; `undefined` and `null` stand for the defaults.
    pub fn from_js(value: &JsValue) -> Result<Self> {
        if value.is_undefined() || value.is_null() {
            return Ok(Self { config: None, logger: Logger::new(None, LogLevel::Silent)?, fetch: None });
        }
        let fields = Fields::new("options", value, Code::InvalidOption)?;
        let level = fields.string("logLevel")?.map_or(Ok(LogLevel::Silent), |name| LogLevel::parse(&name))?;
        Ok(Self {
            config: fields.string_map("config")?,
            logger: Logger::new(fields.get("logger")?, level)?,
            fetch: fields
                .get("fetch")?
                .map(|value| value.dyn_into().map_err(|value| fields.wrong("fetch", "a function", &value)))
                .transpose()?,
        })
    }
}
