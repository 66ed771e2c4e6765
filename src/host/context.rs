//! What a host function may do with the plug-in that called it.

use std::rc::{Rc, Weak};

use js_sys::{Promise, Uint8Array};

use super::{Host, LogLevel};
use crate::error::{Code, Error, Result};

/// A host function's hold on the plug-in: kernel memory, vars and log level. It does not keep the plug-in alive, for the
/// plug-in keeps what holds this alive.
pub(crate) struct HostContext(Weak<Host>);

impl HostContext {
    pub(crate) fn new(host: &Rc<Host>) -> Self {
        Self(Rc::downgrade(host))
    }

    fn host(&self) -> Result<Rc<Host>> {
        self.0
            .upgrade()
            .ok_or_else(|| Error::new(Code::Closed, "plugin is closed"))
    }

    /// A copy of the bytes behind a handle: none behind the null handle, which is the empty block. `None` for what is
    /// not a live block, nor one that the plug-in or an import freed and that still rests.
    pub(crate) fn read(&self, handle: u64) -> Result<Option<Uint8Array>> {
        Ok(self.host()?.kernel.read("read", handle).ok())
    }

    /// Stores bytes in a new block.
    pub(crate) fn store(&self, bytes: &Uint8Array) -> Result<u64> {
        self.host()?.kernel.store("a host function's block", bytes)
    }

    /// A new block of zeros.
    pub(crate) fn alloc(&self, length: u64) -> Result<u64> {
        self.host()?.kernel.alloc_zeroed(length)
    }

    /// Frees a block.
    pub(crate) fn free(&self, handle: u64) -> Result<()> {
        self.host()?.kernel.discard(handle);
        Ok(())
    }

    /// The length of what `read` gives, in bytes; 0 where it gives nothing.
    pub(crate) fn length(&self, handle: u64) -> Result<u32> {
        Ok(self.host()?.kernel.length(handle))
    }

    /// Makes this call fail with a message, as if the plug-in had; `None` takes that back.
    pub(crate) fn set_error(&self, message: Option<&Uint8Array>) -> Result<()> {
        let handle = message.map_or(Ok(0), |message| self.store(message))?;
        self.host()?.kernel.set_error(handle);
        Ok(())
    }

    /// The value of a var, not copied.
    pub(crate) fn variable(&self, key: &[u8]) -> Result<Option<Uint8Array>> {
        Ok(self.host()?.vars.borrow().get(key))
    }

    pub(crate) fn set_variable(&self, key: Vec<u8>, value: Uint8Array) -> Result<()> {
        self.host()?.vars.borrow_mut().set(key, value)
    }

    pub(crate) fn delete_variable(&self, key: &[u8]) -> Result<()> {
        self.host()?.vars.borrow_mut().delete(key);
        Ok(())
    }

    pub(crate) fn apply_var_changes(&self, changes: &[u8]) -> Result<()> {
        let host = self.host()?;
        let mut vars = host.vars.borrow_mut();
        vars.track();
        vars.apply(changes)
    }

    pub(crate) fn take_var_changes(&self) -> Result<Option<Vec<u8>>> {
        self.host()?.vars.borrow_mut().take_changes()
    }

    pub(crate) fn snapshot(&self) -> Result<Uint8Array> {
        self.host()?.kernel.snapshot()
    }

    pub(crate) fn load(&self, snapshot: &Uint8Array) -> Result<()> {
        self.host()?.kernel.load(snapshot)
    }

    pub(crate) fn log_level(&self) -> Result<LogLevel> {
        Ok(self.host()?.logger.level())
    }

    pub(crate) fn set_log_level(&self, level: LogLevel) -> Result<()> {
        self.host()?.logger.set_level(level);
        Ok(())
    }

    /// Makes the running import wait for a promise.
    pub(crate) fn suspend(&self, what: &str, promise: Promise) -> Result<()> {
        match &self.host()?.suspender {
            Some(suspender) => suspender.suspend(what, promise),
            None => Err(super::cannot_wait(what)),
        }
    }
}
