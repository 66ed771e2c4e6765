//! Where the plug-in's log goes, and how much of it.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::JsValue;
#[cfg(feature = "worker")]
use wasm_bindgen::{closure::Closure, JsCast};

use crate::error::{Code, Error, Result};
#[cfg(feature = "worker")]
use crate::js::set;
use crate::js::{method, property};

/// How much of the log is passed on. The number is what `get_log_level` tells the plug-in.
///
/// ```
/// use extism_web::LogLevel;
/// assert!(LogLevel::Error > LogLevel::Warn);
/// assert_eq!(LogLevel::Warn.name(), "warn");
/// ```
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
    pub(crate) const NAMES: [(LogLevel, &'static str); 6] = [
        (LogLevel::Trace, "trace"),
        (LogLevel::Debug, "debug"),
        (LogLevel::Info, "info"),
        (LogLevel::Warn, "warn"),
        (LogLevel::Error, "error"),
        (LogLevel::Silent, "silent"),
    ];

    /// The level of that name; `off` is another name for `silent`.
    pub fn parse(name: &str) -> Result<Self> {
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

    /// The level's name.
    ///
    /// ```
    /// assert_eq!(extism_web::LogLevel::Trace.name(), "trace");
    /// ```
    pub fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(level, _)| *level == self)
            .map_or("silent", |(_, name)| name)
    }
}

/// A function that is given messages.
pub(crate) type LogFunction = dyn Fn(LogLevel, &str);

/// Who is given messages.
#[derive(Clone)]
enum Sink {
    /// The global `console`.
    Console,
    /// An object with the methods `trace`, `debug`, `info`, `warn` and `error`. A message of a level for which there is none goes
    /// to the next worse one.
    Object(JsValue),
    Function(Rc<LogFunction>),
}

/// Where log messages go, and which.
#[derive(Clone)]
pub struct Logger {
    sink: Sink,
    level: Cell<LogLevel>,
}

impl Logger {
    /// Fails when `object` has no method for messages of some level.
    pub fn new(object: Option<JsValue>, level: LogLevel) -> Result<Self> {
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
        Ok(Self::of(object.map_or(Sink::Console, Sink::Object), level))
    }

    fn of(sink: Sink, level: LogLevel) -> Self {
        Self {
            sink,
            level: Cell::new(level),
        }
    }

    /// To the global `console`.
    pub(crate) fn of_console(level: LogLevel) -> Self {
        Self::of(Sink::Console, level)
    }

    /// To a function.
    pub(crate) fn of_function(function: Rc<LogFunction>, level: LogLevel) -> Self {
        Self::of(Sink::Function(function), level)
    }

    pub fn level(&self) -> LogLevel {
        self.level.get()
    }

    pub fn set_level(&self, level: LogLevel) {
        self.level.set(level);
    }

    /// Warns of what the host itself noticed, at whatever level the plug-in's log is.
    pub fn warn(&self, messages: &[String]) -> Result<()> {
        messages
            .iter()
            .try_for_each(|message| self.write(LogLevel::Warn, &format!("extism-web: {message}").into()))
    }

    pub fn write(&self, level: LogLevel, text: &JsValue) -> Result<()> {
        let object = match &self.sink {
            Sink::Object(object) => object.clone(),
            Sink::Console => property(&js_sys::global(), "console"),
            Sink::Function(function) => {
                function(level, &text.as_string().unwrap_or_default());
                return Ok(());
            }
        };
        match method_for(&object, level) {
            Some(function) => function.call1(&object, text).map(drop).map_err(Error::thrown),
            None => Ok(()),
        }
    }
}

/// A logger as JavaScript's code takes it.
#[cfg(feature = "worker")]
pub(crate) struct LoggerObject {
    /// `None` is the console.
    pub(crate) value: Option<JsValue>,
    /// What the object's methods call.
    _write: Option<Closure<dyn Fn(String, String)>>,
}

#[cfg(feature = "worker")]
impl Logger {
    /// The same as an object, good as long as what is returned lives.
    pub(crate) fn to_object(&self) -> Result<LoggerObject> {
        let function = match &self.sink {
            Sink::Console => {
                return Ok(LoggerObject {
                    value: None,
                    _write: None,
                })
            }
            Sink::Object(object) => {
                return Ok(LoggerObject {
                    value: Some(object.clone()),
                    _write: None,
                })
            }
            Sink::Function(function) => function.clone(),
        };
        let write = Closure::<dyn Fn(String, String)>::new(move |level: String, text: String| {
            function(LogLevel::parse(&level).unwrap_or(LogLevel::Error), &text);
        });
        let object = js_sys::Object::new();
        let call: &Function = write.as_ref().unchecked_ref();
        for (_, name) in &LogLevel::NAMES[..5] {
            let method = call.bind1(&JsValue::UNDEFINED, &JsValue::from(*name));
            set(&object, name, &method).map_err(Error::thrown)?;
        }
        Ok(LoggerObject {
            value: Some(object.into()),
            _write: Some(write),
        })
    }
}

/// What an object takes messages of a level by: the method of that name, else of a worse level.
fn method_for(object: &JsValue, level: LogLevel) -> Option<Function> {
    let mut names = LogLevel::NAMES[..5].iter().filter(|(known, _)| *known >= level);
    names.find_map(|(_, name)| method(object, name))
}

impl std::fmt::Debug for Logger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Logger")
            .field("level", &self.level)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::LogLevel;

    #[test]
    fn javascript_has_the_same_levels() {
        let source = include_str!("../js/log-levels.js");
        let names = LogLevel::NAMES[..5].iter().map(|(_, name)| format!("'{name}'"));
        let list = names.collect::<Vec<_>>().join(", ");
        assert!(source.contains(&format!("[{list}]")), "{list}");
        assert!(source.contains("[...loggerMethods, 'silent']"));
    }
}
