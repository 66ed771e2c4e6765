//! Calls functions of the application through the PDK, which passes every argument and result as a handle.

use extism_pdk::*;

/// The PDK's own namespace for them.
#[host_fn("extism:host/user")]
extern "ExtismHost" {
    fn kv_read(key: String) -> Vec<u8>;
    fn kv_write(key: String, value: Vec<u8>);
    fn reverse(text: String) -> String;
}

/// Outputs what the application stores under the input.
#[plugin_fn]
pub fn read(key: String) -> FnResult<Vec<u8>> {
    // SAFETY: the import takes and returns handles, as the PDK's macro declares it.
    Ok(unsafe { kv_read(key)? })
}

/// Input `KEY=VALUE`: stores the value, reads it back and outputs that.
#[plugin_fn]
pub fn write(input: String) -> FnResult<Vec<u8>> {
    let (key, value) = input.split_once('=').ok_or_else(|| Error::msg("expected KEY=VALUE"))?;
    // SAFETY: as in `read`.
    unsafe {
        kv_write(key.to_owned(), value.as_bytes().to_vec())?;
        Ok(kv_read(key.to_owned())?)
    }
}

/// Outputs what `reverse` makes of the input.
#[plugin_fn]
pub fn reversed(input: String) -> FnResult<String> {
    // SAFETY: as in `read`.
    Ok(unsafe { reverse(input)? })
}
