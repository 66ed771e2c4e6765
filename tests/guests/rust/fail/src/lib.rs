//! Every way in which a plug-in written with the PDK can fail.

use extism_pdk::*;

/// Fails with an error message made of the input.
#[plugin_fn]
pub fn fail(input: String) -> FnResult<()> {
    Err(WithReturnCode::new(Error::msg(format!("the plug-in says no: {input}")), 1))
}

/// Returns the code 9 and sets no error: the PDK's macro cannot do that, hence the bare export.
#[no_mangle]
pub extern "C" fn fail_code() -> i32 {
    9
}

/// Panics, which aborts: the guest ends in an `unreachable` trap.
#[plugin_fn]
pub fn panics() -> FnResult<()> {
    panic!("the plug-in panics");
}

/// Succeeds, to show that a plug-in is usable after a failure.
#[plugin_fn]
pub fn ok() -> FnResult<String> {
    Ok("ok".to_owned())
}
