//! What a host function may do with the plug-in that called it.

use std::rc::{Rc, Weak};

use js_sys::{JsString, Promise, Uint8Array};

use super::state::Host;
use super::suspend::cannot_wait;
use crate::error::{Code, Error, Result};
use crate::logger::LogLevel;

/// A host function's hold on the plug-in: kernel memory, vars and log level. It does not keep the plug-in alive, for the
/// plug-in keeps what holds this alive.
pub struct HostContext(Weak<Host>);

impl HostContext {
    /// A hold on this host.
    pub fn new(host: &Rc<Host>) -> Self {
        Self(Rc::downgrade(host))
    }

    fn host(&self) -> Result<Rc<Host>> {
        self.0
            .upgrade()
            .ok_or_else(|| Error::new(Code::Closed, "plugin is closed"))
    }

    /// A copy of the bytes behind a handle: none behind the null handle, which is the empty block. `None` for what is
    /// not a live block, nor one that the plug-in or an import freed and that still rests.
    pub fn read(&self, handle: u64) -> Result<Option<Uint8Array>> {
        known(self.host()?.kernel.read("read", handle))
    }

    /// The same as text, malformed UTF-8 replaced.
    pub fn read_text(&self, handle: u64) -> Result<Option<JsString>> {
        known(self.host()?.kernel.read_text("readText", handle))
    }

    /// The bytes of `read` not copied: they are empty after [`take_back`](Self::take_back), and after whatever takes or frees memory. A copy where
    /// the memory is shared.
    pub fn lend(&self, handle: u64) -> Result<Option<Uint8Array>> {
        known(self.host()?.kernel.lend("view", handle))
    }

    /// Makes what was lent empty.
    pub fn take_back(&self) {
        if let Some(host) = self.0.upgrade() {
            host.kernel.take_back();
        }
    }

    /// Stores bytes in a new block.
    pub fn store(&self, bytes: &Uint8Array) -> Result<u64> {
        self.host()?.kernel.store("a host function's block", bytes)
    }

    /// A new block of zeros.
    pub fn alloc(&self, length: u64) -> Result<u64> {
        self.host()?.kernel.alloc_zeroed(length)
    }

    /// Puts bytes in the place of those of a block, from its beginning.
    pub fn overwrite(&self, handle: u64, bytes: &Uint8Array) -> Result<()> {
        self.host()?.kernel.overwrite(handle, bytes)
    }

    /// Frees a block.
    pub fn free(&self, handle: u64) -> Result<()> {
        self.host()?.kernel.discard(handle);
        Ok(())
    }

    /// The length of what `read` gives, in bytes; 0 where it gives nothing.
    pub fn length(&self, handle: u64) -> Result<u32> {
        Ok(self.host()?.kernel.length(handle))
    }

    /// Makes this call fail with a message, as if the plug-in had; `None` takes that back.
    pub fn set_error(&self, message: Option<&Uint8Array>) -> Result<()> {
        let handle = message.map_or(Ok(0), |message| self.store(message))?;
        self.host()?.kernel.set_error(handle);
        Ok(())
    }

    /// The block with the message that this call fails with, as things stand; 0 when it does not.
    pub fn error(&self) -> Result<u32> {
        Ok(self.host()?.kernel.error_offset())
    }

    /// All vars, in the form of `take_var_changes`.
    pub fn all_vars(&self) -> Result<Uint8Array> {
        self.host()?.vars.borrow().all()
    }

    /// The value of a var, not copied.
    pub fn variable(&self, key: &[u8]) -> Result<Option<Uint8Array>> {
        Ok(self.host()?.vars.borrow().get(key))
    }

    /// Sets a var to bytes that are nobody else's.
    pub fn set_variable(&self, key: Vec<u8>, value: Uint8Array) -> Result<()> {
        self.host()?.vars.borrow_mut().set(key, value)
    }

    /// Deletes a var.
    pub fn delete_variable(&self, key: &[u8]) -> Result<()> {
        self.host()?.vars.borrow_mut().delete(key);
        Ok(())
    }

    /// Takes over vars that changed on the other side, and remembers from now on which change on this one.
    pub fn apply_var_changes(&self, changes: &Uint8Array) -> Result<()> {
        let host = self.host()?;
        let mut vars = host.vars.borrow_mut();
        vars.track();
        vars.apply(changes)
    }

    /// The vars that changed since this was last asked, if any did.
    pub fn take_var_changes(&self) -> Result<Option<Uint8Array>> {
        self.host()?.vars.borrow_mut().take_changes()
    }

    /// A copy of all that matters in kernel memory.
    pub fn snapshot(&self) -> Result<Uint8Array> {
        self.host()?.kernel.snapshot()
    }

    /// Makes kernel memory what it was elsewhere when `snapshot` was called.
    pub fn load(&self, snapshot: &Uint8Array) -> Result<()> {
        self.host()?.kernel.load(snapshot)
    }

    /// The level of the plug-in's log.
    pub fn log_level(&self) -> Result<LogLevel> {
        Ok(self.host()?.logger.level())
    }

    /// Sets the level of the plug-in's log.
    pub fn set_log_level(&self, level: LogLevel) -> Result<()> {
        self.host()?.logger.set_level(level);
        Ok(())
    }

    /// Makes the running import wait for a promise.
    pub fn suspend(&self, what: &str, promise: Promise) -> Result<()> {
        let host = self.host()?;
        match &host.suspender {
            Some(suspender) => suspender.suspend(what, promise),
            None => Err(cannot_wait(what, host.face.terms())),
        }
    }
}

/// What is behind a handle; `None` where it is the handle that is wrong.
fn known<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Err(error) if error.code() == Some(Code::BadHandle) => Ok(None),
        found => found.map(Some),
    }
}
