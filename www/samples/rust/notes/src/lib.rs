//! A diary in the application's key-value store. The plug-in itself remembers nothing: each note goes through host functions.

use extism_pdk::*;

#[host_fn("extism:host/user")]
extern "ExtismHost" {
    fn kv_read(key: String) -> Vec<u8>;
    fn kv_write(key: String, value: String);
    fn log(message: String);
}

#[link(wasm_import_module = "extism:host/user")]
extern "C" {
    /// Milliseconds since 1970. A plain number, where the functions above take and give blocks of memory.
    fn now_ms() -> i64;
}

/// Where the notes are.
const KEY: &str = "notes";

fn notes() -> Result<String, Error> {
    // SAFETY: the import takes and returns handles, as the macro declares it.
    Ok(String::from_utf8(unsafe { kv_read(KEY.to_owned())? })?)
}

/// Adds the input as a line, with the time, and gives all lines.
#[plugin_fn]
pub fn add(note: String) -> FnResult<String> {
    // SAFETY: the import takes nothing and returns a number.
    let seconds = unsafe { now_ms() } / 1000;
    let time = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60
    );
    let all = format!("{}{time} UTC  {}\n", notes()?, note.trim());
    // SAFETY: as in `notes`.
    unsafe {
        kv_write(KEY.to_owned(), all.clone())?;
        log(format!("{} notes", all.lines().count()))?;
    }
    Ok(all)
}

/// Gives all lines.
#[plugin_fn]
pub fn list() -> FnResult<String> {
    Ok(notes()?)
}
