//! The options of a plug-in, as `createPlugin` takes them.

use js_sys::{Array, Function};

use crate::error::{room_for, Code, Error, Result};
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

/// The names of the options in the order in which js/options.js lists their values. What the JavaScript side alone looks at is among
/// them.
const NAMES: [&str; 18] = [
    "config",
    "allowedHosts",
    "allowedPaths",
    "memory",
    "timeoutMs",
    "functions",
    "useWasi",
    "enableWasiOutput",
    "allowHttpResponseHeaders",
    "logger",
    "logLevel",
    "fetch",
    "httpTimeoutMs",
    "runInWorker",
    "worker",
    "nodeWorkerArgs",
    "sharedArrayBufferSize",
    "trace",
];

impl Options {
    /// Reads and checks options as js/options.js lists them: the value of each, in a fixed order, and then the keys that are not known;
    /// none of it stands for the defaults.
    ///
    /// # Errors
    /// An option of a wrong type or value.
    pub fn read(list: &Array) -> Result<Self> {
        room_for(0)?;
        let fields = Fields::listed("options", list, Code::InvalidOption, &NAMES);
        let level = fields
            .string("logLevel")?
            .map_or(Ok(LogLevel::Silent), |name| LogLevel::parse(&name))?;
        let logger = Logger::new(fields.get("logger")?, level)?;
        let mut warnings = Vec::new();
        fields.report_unknown(&[], &mut warnings)?;
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

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn javascript_lists_the_same_names_in_the_same_order() {
        let source = include_str!("../js/options.js");
        let list = source
            .split_once("const known = [")
            .and_then(|(_, rest)| rest.split_once(']'));
        let theirs: Vec<&str> = list
            .unwrap_or_default()
            .0
            .split('\'')
            .skip(1)
            .step_by(2)
            .collect();
        assert_eq!(theirs, NAMES);
    }
}
