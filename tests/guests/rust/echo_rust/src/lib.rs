//! Gives its input back, through the PDK's own loads and stores.

use extism_pdk::*;

/// The output is the input.
#[plugin_fn]
pub fn echo_rust(input: Vec<u8>) -> FnResult<Vec<u8>> {
    Ok(input)
}
