//! `log_trace` to `log_error` and `get_log_level`: the plug-in's log.

use std::rc::Rc;

use wasm_bindgen::closure::Closure;

use super::Import;
use crate::error::Result;
use crate::host::Host;
use crate::logger::LogLevel;

/// `get_log_level`, or the function that logs at a level; `None` for any other name.
pub(crate) fn import(host: Rc<Host>, name: &str) -> Option<Import> {
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
