//! The options of a plug-in, as `createPlugin` takes them.

use js_sys::Function;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error, Result};
use crate::fields::Fields;
use crate::logger::{LogLevel, Logger};
use crate::settings::Settings;

/// What a plug-in is given beside its manifest.
#[derive(Clone, Debug)]
pub struct Options {
    /// Each wins over the manifest's.
    pub settings: Settings,
    pub(crate) logger: Logger,
    /// Used for URLs instead of the global `fetch`.
    pub(crate) fetch: Option<Function>,
    pub(crate) allow_http_response_headers: bool,
    /// Whether host functions are given, so that the types of imports matter.
    pub(crate) has_functions: bool,
    /// For how many milliseconds a request may block its thread without a sign of the server; 0 for no limit.
    pub(crate) http_timeout_ms: Option<u64>,
    run_in_worker: bool,
    /// Remarks about unknown keys, for the logger of the plug-in that is made with these options.
    pub(crate) warnings: Vec<String>,
}

/// The keys beside those of [`Settings`]. What the JavaScript side alone looks at is among them.
const KEYS: [&str; 14] = [
    "logger",
    "logLevel",
    "fetch",
    "functions",
    "httpTimeoutMs",
    "useWasi",
    "enableWasiOutput",
    "allowHttpResponseHeaders",
    "runInWorker",
    "nodeWorkerArgs",
    "sharedArrayBufferSize",
    "trace",
    "wasi",
    "worker",
];

impl Options {
    /// Reads and checks a JavaScript options object; `undefined` and `null` stand for the defaults.
    ///
    /// # Errors
    /// An option of a wrong type or value.
    pub fn read(value: &JsValue) -> Result<Self> {
        let fields = Fields::of_optional("options", value, Code::InvalidOption)?;
        let level = fields
            .string("logLevel")?
            .map_or(Ok(LogLevel::Silent), |name| LogLevel::parse(&name))?;
        let logger = Logger::new(fields.get("logger")?, level)?;
        let mut warnings = Vec::new();
        fields.report_unknown(&[&KEYS, &Settings::KEYS], &mut warnings);
        let settings = Settings::read(&fields, &mut warnings)?;
        // Looked at by the JavaScript side.
        fields.boolean("useWasi")?;
        fields.boolean("enableWasiOutput")?;
        fields.boolean("trace")?;
        let options = Self {
            settings,
            logger,
            fetch: fields.function("fetch")?,
            allow_http_response_headers: fields.boolean("allowHttpResponseHeaders")?,
            has_functions: fields.get("functions")?.is_some(),
            http_timeout_ms: fields.integer("httpTimeoutMs", u64::MAX)?,
            run_in_worker: fields.boolean("runInWorker")?,
            warnings,
        };
        if !options.keeps_time_limit(&options.settings) {
            let text =
                "options.timeoutMs requires runInWorker: true; only a plug-in in a worker can be stopped";
            return Err(Error::new(Code::InvalidOption, text));
        }
        Ok(options)
    }

    /// Whether the time limit of these settings, if there is one, can be kept: not without a worker.
    pub(crate) fn keeps_time_limit(&self, settings: &Settings) -> bool {
        self.run_in_worker || settings.timeout_ms.is_none_or(|limit| limit == 0)
    }

    /// The options of a plug-in of a Rust application's, which has its settings in the manifest.
    pub(crate) fn of_rust(
        logger: Logger,
        fetch: Option<Function>,
        allow_http_response_headers: bool,
        has_functions: bool,
    ) -> Self {
        Self {
            settings: Settings::default(),
            logger,
            fetch,
            allow_http_response_headers,
            has_functions,
            http_timeout_ms: None,
            run_in_worker: false,
            warnings: Vec::new(),
        }
    }
}
