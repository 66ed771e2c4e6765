//! Writes to the host's logger.

use extism_pdk::*;

/// Logs the input once at each level, from trace to error.
#[plugin_fn]
pub fn logs(input: String) -> FnResult<()> {
    trace!("{input}");
    debug!("{input}");
    info!("{input}");
    warn!("{input}");
    error!("{input}");
    Ok(())
}

/// The level the host logs at, as decimal text.
#[plugin_fn]
pub fn level() -> FnResult<String> {
    // SAFETY: the import takes nothing and returns a number; there is no precondition.
    Ok(unsafe { extism::get_log_level() }.to_string())
}
