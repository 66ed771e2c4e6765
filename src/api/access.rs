//! A plug-in's memory, vars and log, as host functions reach them: on this thread, or in a worker.

use std::rc::Rc;

use js_sys::Uint8Array;

use super::call::Calls;
#[cfg(feature = "worker")]
use super::worker::PackageContext;
use crate::error::{Code, Error, Result};
use crate::host::Host;
use crate::logger::LogLevel;
use crate::values::decode;

/// What a host function has of the plug-in that called it.
pub(crate) enum Access {
    Here(Rc<Calls>),
    /// What the npm package gives to host functions.
    #[cfg(feature = "worker")]
    Worker(PackageContext),
}

/// Does the same on either side, where `Host` or `PackageContext` is.
macro_rules! on_both {
    ($access:expr, $host:ident => $here:expr, $context:ident => $there:expr) => {
        match $access {
            Access::Here(calls) => {
                let $host: Rc<Host> = calls.host()?;
                // The host outlives what is borrowed of it.
                let done: Result<_> = $here;
                done
            }
            #[cfg(feature = "worker")]
            Access::Worker($context) => $there.map_err(Error::of_package),
        }
    };
}

impl Access {
    /// The length of a block in bytes; 0 for what is none.
    pub(crate) fn length(&self, handle: u64) -> Result<u64> {
        on_both!(self, host => Ok(host.kernel.length(handle).into()), context => context.length(handle))
    }

    /// A new block of zeros.
    pub(crate) fn alloc(&self, length: u64) -> Result<u64> {
        on_both!(self, host => host.kernel.alloc_zeroed(length), context => context.alloc(length))
    }

    pub(crate) fn free(&self, handle: u64) -> Result<()> {
        on_both!(self, host => { host.kernel.discard(handle); Ok(()) }, context => context.free(handle))
    }

    /// A copy of a block.
    pub(crate) fn read(&self, handle: u64) -> Result<Uint8Array> {
        let read = on_both!(
            self,
            host => host.kernel.read("a host function", handle).map(Some),
            context => context.read(handle).map(|output| output.map(|output| output.bytes()))
        );
        read?.ok_or_else(|| {
            let text = format!("the handle {handle:#x} is not a live block");
            Error::new(Code::BadHandle, text)
        })
    }

    /// Puts bytes in the place of those of a block.
    pub(crate) fn overwrite(&self, handle: u64, bytes: &Uint8Array) -> Result<()> {
        on_both!(self, host => host.kernel.overwrite(handle, bytes), context => context.write(handle, bytes))
    }

    /// Stores bytes in a new block.
    pub(crate) fn store(&self, bytes: &Uint8Array) -> Result<u64> {
        on_both!(self, host => host.kernel.store("a host function's block", bytes), context => context.store(bytes))
    }

    pub(crate) fn var(&self, name: &str) -> Result<Option<Uint8Array>> {
        on_both!(
            self,
            host => Ok(host.vars.borrow().get(name.as_bytes())),
            context => context.get_variable(name).map(|output| output.map(|output| output.bytes()))
        )
    }

    pub(crate) fn set_var(&self, name: &str, value: Uint8Array) -> Result<()> {
        on_both!(
            self,
            host => host.vars.borrow_mut().set(name.into(), value),
            context => context.set_variable(name, &value)
        )
    }

    pub(crate) fn remove_var(&self, name: &str) -> Result<()> {
        on_both!(
            self,
            host => { host.vars.borrow_mut().delete(name.as_bytes()); Ok(()) },
            context => context.delete_variable(name)
        )
    }

    pub(crate) fn var_names(&self) -> Result<Vec<String>> {
        on_both!(
            self,
            host => host.vars.borrow().names().map(|name| decode(&Uint8Array::from(name)).map(String::from)).collect(),
            context => context.variable_names().map(|names| names.iter().filter_map(|name| name.as_string()).collect())
        )
    }

    /// The message that the call fails with, as things stand.
    pub(crate) fn error(&self) -> Result<Option<String>> {
        on_both!(self, host => Ok(host.kernel.current_error()), context => context.get_error())
    }

    /// Sets the message; the block that holds it.
    pub(crate) fn set_error(&self, message: &str) -> Result<u64> {
        let stored = self.store(&Uint8Array::from(message.as_bytes()))?;
        on_both!(
            self,
            host => { host.kernel.set_error(stored); Ok(()) },
            context => context.set_error(Some(message))
        )?;
        Ok(stored)
    }

    pub(crate) fn clear_error(&self) -> Result<()> {
        on_both!(self, host => { host.kernel.set_error(0); Ok(()) }, context => context.set_error(None))
    }

    pub(crate) fn log_level(&self) -> Result<LogLevel> {
        match self {
            Access::Here(calls) => Ok(calls.host()?.logger.level()),
            #[cfg(feature = "worker")]
            Access::Worker(context) => LogLevel::parse(&context.log_level().map_err(Error::of_package)?),
        }
    }
}
