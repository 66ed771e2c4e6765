//! `log_trace` to `log_error` and `get_log_level`: the plug-in's log, to a logger like `console`.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::JsValue;

use super::imports::Import;
use super::{method, Host};
use crate::error::{Code, Error, Result};

/// How much of the log is passed on. The number is what `get_log_level` tells the plug-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Everything.
    Trace = 0,
    /// Debug messages and worse.
    Debug = 1,
    /// Information and worse.
    Info = 2,
    /// Warnings and errors.
    Warn = 3,
    /// Errors.
    Error = 4,
    /// Nothing.
    Silent = i32::MAX as isize,
}

impl LogLevel {
    const NAMES: [(LogLevel, &'static str); 6] = [
        (LogLevel::Trace, "trace"),
        (LogLevel::Debug, "debug"),
        (LogLevel::Info, "info"),
        (LogLevel::Warn, "warn"),
        (LogLevel::Error, "error"),
        (LogLevel::Silent, "silent"),
    ];

    /// The level of that name; `off` is another name for `silent`.
    pub(crate) fn parse(name: &str) -> Result<Self> {
        let name = if name == "off" { "silent" } else { name };
        Self::NAMES
            .iter()
            .find(|(_, known)| *known == name)
            .map(|(level, _)| *level)
            .ok_or_else(|| {
                let text = format!(
                    "the log level must be trace, debug, info, warn, error or silent, got \"{name}\""
                );
                Error::new(Code::InvalidOption, text)
            })
    }

    #[cfg(feature = "npm")]
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(level, _)| *level == self)
            .map_or("silent", |(_, name)| name)
    }
}

/// Where log messages go: an object with the methods `trace`, `debug`, `info`, `warn` and `error`. A message of a level for
/// which there is none goes to the next worse one.
#[derive(Clone)]
pub(crate) struct Logger {
    /// `None` stands for the global `console`.
    object: Option<JsValue>,
    level: Cell<LogLevel>,
}

impl Logger {
    /// Fails when `object` has no method for messages of some level.
    pub(crate) fn new(object: Option<JsValue>, level: LogLevel) -> Result<Self> {
        if let Some(object) = &object {
            for (level, name) in &LogLevel::NAMES[..5] {
                if method_for(object, *level).is_none() {
                    return Err(Error::new(
                        Code::InvalidOption,
                        format!("options.logger.{name} must be a function"),
                    ));
                }
            }
        }
        Ok(Self {
            object,
            level: Cell::new(level),
        })
    }

    pub(crate) fn level(&self) -> LogLevel {
        self.level.get()
    }

    #[cfg(feature = "npm")]
    pub(crate) fn set_level(&self, level: LogLevel) {
        self.level.set(level);
    }

    /// Warns of what the host itself noticed, at whatever level the plug-in's log is.
    pub(crate) fn warn(&self, messages: &[String]) -> Result<()> {
        messages
            .iter()
            .try_for_each(|message| self.write(LogLevel::Warn, &format!("extism-web: {message}").into()))
    }

    fn write(&self, level: LogLevel, text: &JsValue) -> Result<()> {
        let object = match &self.object {
            Some(object) => object.clone(),
            None => Reflect::get(&js_sys::global(), &"console".into()).unwrap_or(JsValue::UNDEFINED),
        };
        match method_for(&object, level) {
            Some(function) => function.call1(&object, text).map(drop).map_err(Error::thrown),
            None => Ok(()),
        }
    }
}

/// What an object takes messages of a level by: the method of that name, else of a worse level.
fn method_for(object: &JsValue, level: LogLevel) -> Option<Function> {
    let mut names = LogLevel::NAMES[..5].iter().filter(|(known, _)| *known >= level);
    names.find_map(|(_, name)| method(object, name))
}

/// `get_log_level`, or the function that logs at a level; `None` for any other name.
pub(super) fn import(host: Rc<Host>, name: &str) -> Option<Import> {
    if name == "get_log_level" {
        return Some(Import::new(Closure::<dyn Fn() -> i32>::new(move || {
            host.logger.level() as i32
        })));
    }
    let wanted = name.strip_prefix("log_")?;
    let (level, _) = LogLevel::NAMES[..5].iter().find(|(_, known)| *known == wanted)?;
    let (level, name) = (*level, name.to_owned());
    Some(Import::new(Closure::<dyn Fn(u64) -> _>::new(move |message| {
        host.throw(log(&host, &name, level, message))
    })))
}

fn log(host: &Host, import: &str, level: LogLevel, message: u64) -> Result<()> {
    if level < host.logger.level() {
        host.kernel.free(message);
        return Ok(());
    }
    let text = host.kernel.read_text(import, message);
    host.kernel.free(message);
    host.logger.write(level, &text?.into())
}

impl std::fmt::Debug for Logger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logger")
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}
