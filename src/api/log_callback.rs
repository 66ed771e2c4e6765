//! Where the log of plug-ins goes that were given no logger.

use std::cell::RefCell;
use std::rc::Rc;

use crate::error::{Code, Error, Result};
use crate::logger::{LogLevel, Logger};

thread_local! {
    static LOGGER: RefCell<Option<Logger>> = const { RefCell::new(None) };
}

/// Has the log of all plug-ins that are made from now on, and are given no logger of their own, passed on: each message as one line,
/// its level first. `filter` is a level (`trace`, `debug`, `info`, `warn`, `error`), or directives as `extism=debug,info`, of which
/// the one for `extism` counts, else the general one.
///
/// # Errors
/// [`Code::InvalidOption`] for a filter that has no level, and where a callback was set before.
///
/// ```no_run
/// extism_web::set_log_callback(|line| println!("{line}"), "info")?;
/// # Ok::<(), extism_web::Error>(())
/// ```
pub fn set_log_callback<F: 'static + Clone + Fn(&str)>(func: F, filter: impl AsRef<str>) -> Result<()> {
    let level = level_of(filter.as_ref())?;
    LOGGER.with_borrow_mut(|slot| {
        if slot.is_some() {
            return Err(Error::new(
                Code::InvalidOption,
                "the log callback has been set already",
            ));
        }
        let line = move |level: LogLevel, text: &str| {
            func(&format!("{} {text}", level.name().to_uppercase()));
        };
        *slot = Some(Logger::of_function(Rc::new(line), level));
        Ok(())
    })
}

/// The logger of a plug-in that was given none.
pub(crate) fn logger() -> Logger {
    LOGGER
        .with_borrow(Clone::clone)
        .unwrap_or_else(|| Logger::of_console(LogLevel::Silent))
}

fn level_of(filter: &str) -> Result<LogLevel> {
    let mut general = None;
    for directive in filter.split(',').map(str::trim) {
        match directive.split_once('=') {
            Some(("extism", level)) => return LogLevel::parse(&level.to_lowercase()),
            Some(_) => (),
            None => general = Some(directive),
        }
    }
    LogLevel::parse(&general.unwrap_or_default().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::level_of;
    use crate::logger::LogLevel;

    #[test]
    fn the_level_of_a_filter() {
        for (filter, level) in [
            ("info", LogLevel::Info),
            ("WARN", LogLevel::Warn),
            ("extism=trace", LogLevel::Trace),
            ("error, extism=debug", LogLevel::Debug),
            ("wasmtime=trace,error", LogLevel::Error),
            ("off", LogLevel::Silent),
        ] {
            assert_eq!(level_of(filter).ok(), Some(level), "{filter}");
        }
        assert!(level_of("").is_err());
        assert!(level_of("loud").is_err());
    }
}
