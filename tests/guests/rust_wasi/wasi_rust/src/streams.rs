//! Standard output, error and input.

use std::io::{self, Read, Write};

use extism_pdk::*;
use serde::Deserialize;

use crate::outcome::Outcome;

/// What to write.
#[derive(Deserialize, FromBytes)]
#[encoding(Json)]
struct Texts {
    /// Lines for standard output.
    #[serde(default)]
    stdout: Vec<String>,
    /// Lines for standard error, after those.
    #[serde(default)]
    stderr: Vec<String>,
    /// Written to standard output at last, without a newline.
    #[serde(default)]
    partial: String,
}

/// Writes lines. No output.
#[plugin_fn]
pub fn print(texts: Texts) -> FnResult<()> {
    for line in &texts.stdout {
        println!("{line}");
    }
    for line in &texts.stderr {
        eprintln!("{line}");
    }
    print!("{}", texts.partial);
    io::stdout().flush().map_err(Error::new)?;
    Ok(())
}

/// Writes the input's bytes to standard output as they are, in one write where WASI takes them all. No output.
#[plugin_fn]
pub fn print_bytes(input: Vec<u8>) -> FnResult<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(&input).and_then(|()| stdout.flush()).map_err(Error::new)?;
    Ok(())
}

/// Outputs what standard input holds.
#[plugin_fn]
pub fn read_stdin() -> FnResult<Outcome<String>> {
    let mut text = String::new();
    Ok(io::stdin().read_to_string(&mut text).map(|_| text).into())
}
