//! The plug-in as a process.

use std::collections::BTreeMap;
use std::thread;
use std::time::{Duration, Instant};

use extism_pdk::*;
use serde::Serialize;

/// What the process was started with.
#[derive(Serialize, ToBytes)]
#[encoding(Json)]
struct Surroundings {
    args: Vec<String>,
    env: BTreeMap<String, String>,
}

/// Outputs the arguments and the environment variables.
#[plugin_fn]
pub fn args_env() -> FnResult<Surroundings> {
    Ok(Surroundings { args: std::env::args().collect(), env: std::env::vars().collect() })
}

/// Ends the process with the code of the input, decimal text. An output is set before: the text "before".
#[plugin_fn]
pub fn exit_with(code: String) -> FnResult<()> {
    let code = code.parse().map_err(Error::new)?;
    output("before")?;
    std::process::exit(code)
}

/// Panics with the input: the standard library writes it to standard error, then the plug-in traps.
#[plugin_fn]
pub fn panics(message: String) -> FnResult<()> {
    panic!("{message}");
}

/// Sleeps for the milliseconds of the input; outputs how many went by, as decimal text.
#[plugin_fn]
pub fn sleep_ms(milliseconds: String) -> FnResult<String> {
    let begin = Instant::now();
    thread::sleep(Duration::from_millis(milliseconds.parse().map_err(Error::new)?));
    Ok(begin.elapsed().as_millis().to_string())
}
