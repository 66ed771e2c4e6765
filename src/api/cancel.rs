//! Ending calls.

use std::rc::{Rc, Weak};

use super::call::Calls;
use crate::error::{Code, Error, Result};

/// Ends the calls of one plug-in: [`Plugin::cancel_handle`](crate::Plugin::cancel_handle). It can be cloned, and kept when the plug-in is gone.
///
/// A browser can stop WebAssembly only by ending its thread, and so only a plug-in in a worker can be stopped.
///
/// ```no_run
/// # async fn example(plugin: extism_web::Plugin) -> Result<(), extism_web::Error> {
/// use extism_web::Code;
///
/// let handle = plugin.cancel_handle();
/// let on_click = move || handle.cancel();
/// let result = plugin.call_async::<_, String>("run", "").await;
/// if result.is_err_and(|error| error.code() == Some(Code::Aborted)) {
///     // The next call works.
/// }
/// # drop(on_click);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CancelHandle(Weak<Calls>);

impl CancelHandle {
    pub(crate) fn new(calls: &Rc<Calls>) -> Self {
        Self(Rc::downgrade(calls))
    }

    /// Ends the call that runs, which fails with [`Code::Aborted`]. When none runs, or the plug-in is gone, nothing happens.
    ///
    /// # Errors
    /// [`Code::Unsupported`] for a plug-in that is in no worker.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// plugin.cancel_handle().cancel()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn cancel(&self) -> Result<()> {
        match self.0.upgrade() {
            Some(calls) if !calls.stop() => {
                let text = "only a plug-in in a worker can be stopped; see PluginBuilder::with_worker";
                Err(Error::new(Code::Unsupported, text))
            }
            _ => Ok(()),
        }
    }
}

impl std::fmt::Debug for CancelHandle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CancelHandle").finish_non_exhaustive()
    }
}
