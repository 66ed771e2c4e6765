//! The plug-in that calls a host function, as the function sees it.

use std::any::Any;
use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::rc::Rc;
use std::time::Duration;

use extism_convert::{FromBytes, FromBytesOwned, MemoryHandle, ToBytes};
use extism_manifest::Manifest;
use js_sys::Uint8Array;
use uuid::Uuid;

use super::access::Access;
use super::call::Calls;
use super::val::Val;
use crate::error::{Code, Error, Result};
use crate::logger::LogLevel;

/// The plug-in that called a host function: its memory, its vars, and what belongs to the call.
///
/// The plug-in's memory is another one than this program's. What is read is a copy; [`memory_update`](Self::memory_update) writes back.
///
/// ```
/// use extism_web::{CurrentPlugin, Error, UserData, Val};
///
/// fn shout(plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _data: UserData<()>) -> Result<(), Error> {
///     let text: String = plugin.memory_get_val(&inputs[0])?;
///     plugin.memory_set_val(&mut outputs[0], text.to_uppercase())
/// }
/// ```
pub struct CurrentPlugin {
    calls: Rc<Calls>,
    access: Access,
    context: Option<Box<dyn Any>>,
    /// What was lent out last.
    lent: Vec<u8>,
    /// A failure of something that cannot return it.
    failure: Option<Error>,
}

impl CurrentPlugin {
    pub(crate) fn new(calls: &Rc<Calls>, access: Access) -> Self {
        Self {
            calls: calls.clone(),
            access,
            context: calls.take_context(),
            lent: Vec::new(),
            failure: None,
        }
    }

    pub(crate) fn take_failure(&mut self) -> Option<Error> {
        self.failure.take()
    }

    /// The plug-in's identity, as [`Plugin::id`](crate::Plugin::id).
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// println!("called by {}", plugin.id());
    /// # Ok(())
    /// # }
    /// ```
    pub fn id(&self) -> Uuid {
        self.calls.id
    }

    /// The manifest that the plug-in was made from. Empty where that was bytes or a JavaScript value.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let language = plugin.manifest().config.get("language");
    /// # drop(language);
    /// # Ok(())
    /// # }
    /// ```
    pub fn manifest(&self) -> &Manifest {
        &self.calls.manifest
    }

    /// The time that is left of the manifest's `timeout_ms`: none here, where no call is timed. A plug-in in a worker is.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// assert!(plugin.time_remaining().is_none());
    /// # Ok(())
    /// # }
    /// ```
    pub fn time_remaining(&self) -> Option<Duration> {
        None
    }

    /// The handle of the block that begins at an offset; the null handle at 0, `None` where no block begins.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let block = plugin.memory_handle(inputs[0].unwrap_i64() as u64);
    /// # drop(block);
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_handle(&mut self, offs: u64) -> Option<MemoryHandle> {
        if offs == 0 {
            return Some(MemoryHandle::null());
        }
        let length = self.memory_length(offs).ok().filter(|length| *length > 0)?;
        Some(MemoryHandle { offset: offs, length })
    }

    /// The length in bytes of the block that begins at an offset; 0 where none does.
    ///
    /// # Errors
    /// A plug-in that is gone.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let length = plugin.memory_length(inputs[0].unwrap_i64() as u64)?;
    /// # drop(length);
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_length(&mut self, offs: u64) -> Result<u64> {
        self.access.length(offs)
    }

    /// A new block of zeros of that many bytes.
    ///
    /// # Errors
    /// [`Code::MemoryLimit`] where there is no room.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let block = plugin.memory_alloc(16)?;
    /// plugin.memory_update(block, |bytes| bytes.fill(7))?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_alloc(&mut self, n: u64) -> Result<MemoryHandle> {
        let offset = self.access.alloc(n)?;
        Ok(MemoryHandle { offset, length: n })
    }

    /// Frees a block. What is not one is ignored.
    ///
    /// # Errors
    /// A plug-in that is gone.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let block = plugin.memory_alloc(16)?;
    /// plugin.memory_free(block)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_free(&mut self, handle: MemoryHandle) -> Result<()> {
        self.access.free(handle.offset)
    }

    fn copy(&self, handle: MemoryHandle) -> Result<Uint8Array> {
        let bytes = self.access.read(handle.offset)?;
        let length = u32::try_from(handle.length).unwrap_or(u32::MAX);
        Ok(match length.cmp(&bytes.length()) {
            std::cmp::Ordering::Equal => bytes,
            std::cmp::Ordering::Less => bytes.subarray(0, length),
            std::cmp::Ordering::Greater => return Err(out_of_bounds(handle, bytes.length())),
        })
    }

    /// A copy of a block's bytes, kept until the next is asked for. It cannot be written to: see [`memory_update`](Self::memory_update).
    ///
    /// # Errors
    /// [`Code::BadHandle`] for a handle of no live block, or one that is longer than the block.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// if let Some(block) = plugin.memory_from_val(&inputs[0]) {
    ///     let sum: u32 = plugin.memory_bytes(block)?.iter().map(|byte| u32::from(*byte)).sum();
    ///     println!("{sum}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_bytes(&mut self, handle: MemoryHandle) -> Result<&[u8]> {
        self.lent = self.copy(handle)?.to_vec();
        Ok(&self.lent)
    }

    /// As [`memory_bytes`](Self::memory_bytes), as text.
    ///
    /// # Errors
    /// As there; bytes that are not UTF-8.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// if let Some(block) = plugin.memory_from_val(&inputs[0]) {
    ///     println!("{}", plugin.memory_str(block)?);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_str(&mut self, handle: MemoryHandle) -> Result<&str> {
        Ok(std::str::from_utf8(self.memory_bytes(handle)?)?)
    }

    /// Changes a block's bytes in place: `change` is given a copy, which is then written back.
    ///
    /// # Errors
    /// As [`memory_bytes`](Self::memory_bytes).
    ///
    /// ```
    /// # use extism_web::{CurrentPlugin, Error, UserData, Val};
    /// fn invert(plugin: &mut CurrentPlugin, inputs: &[Val], _: &mut [Val], _: UserData<()>) -> Result<(), Error> {
    ///     let Some(block) = plugin.memory_from_val(&inputs[0]) else {
    ///         return Err(Error::msg("there is no picture to invert"));
    ///     };
    ///     plugin.memory_update(block, |bytes| bytes.iter_mut().for_each(|byte| *byte = !*byte))
    /// }
    /// ```
    pub fn memory_update<R>(
        &mut self,
        handle: MemoryHandle,
        change: impl FnOnce(&mut [u8]) -> R,
    ) -> Result<R> {
        let mut bytes = self.copy(handle)?.to_vec();
        let result = change(&mut bytes);
        self.access
            .overwrite(handle.offset, &Uint8Array::from(bytes.as_slice()))?;
        Ok(result)
    }

    /// Stores a value's bytes in a new block.
    ///
    /// # Errors
    /// A value that cannot be encoded; no room.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let block = plugin.memory_new("text")?;
    /// outputs[0] = plugin.memory_to_val(block);
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_new<'a, T: ToBytes<'a>>(&mut self, t: T) -> Result<MemoryHandle> {
        let bytes = t.to_bytes()?;
        let bytes = bytes.as_ref();
        let stored = self.access.store(&Uint8Array::from(bytes))?;
        Ok(MemoryHandle {
            offset: stored,
            length: bytes.len() as u64,
        })
    }

    /// The value that a block holds.
    ///
    /// # Errors
    /// As [`memory_bytes`](Self::memory_bytes); bytes that are no such value.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// if let Some(block) = plugin.memory_from_val(&inputs[0]) {
    ///     let text: &str = plugin.memory_get(block)?;
    /// #     drop(text.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_get<'a, T: FromBytes<'a>>(&'a mut self, handle: MemoryHandle) -> Result<T> {
        Ok(T::from_bytes(self.memory_bytes(handle)?)?)
    }

    /// The value in the block whose handle is an argument.
    ///
    /// # Errors
    /// As [`memory_get`](Self::memory_get).
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let text: String = plugin.memory_get_val(&inputs[0])?;
    /// # drop(text);
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_get_val<'a, T: FromBytes<'a>>(&'a mut self, offs: &Val) -> Result<T> {
        let handle = self.handle_of(offs)?;
        self.memory_get(handle)
    }

    fn handle_of(&mut self, offs: &Val) -> Result<MemoryHandle> {
        let Some(offset) = offs.i64() else {
            let text = format!("a handle is an i64, and the value is {offs}");
            return Err(Error::new(Code::BadHandle, text));
        };
        self.memory_handle(offset as u64).ok_or_else(|| {
            let text = format!("the handle {offset:#x} is not a live block");
            Error::new(Code::BadHandle, text)
        })
    }

    /// Stores a value in a new block, and sets a result to its handle.
    ///
    /// # Errors
    /// As [`memory_new`](Self::memory_new).
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// plugin.memory_set_val(&mut outputs[0], "text")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_set_val<'a, T: ToBytes<'a>>(&mut self, offs: &mut Val, data: T) -> Result<()> {
        *offs = Val::I64(self.memory_new(data)?.offset as i64);
        Ok(())
    }

    /// The block whose handle is an argument; `None` where it is none.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let block = plugin.memory_from_val(&inputs[0]).ok_or(extism_web::Error::msg("no block"))?;
    /// # drop(block);
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_from_val(&mut self, offs: &Val) -> Option<MemoryHandle> {
        self.handle_of(offs).ok().filter(|handle| handle.length > 0)
    }

    /// A handle as a result.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let block = plugin.memory_new(&[1_u8, 2, 3][..])?;
    /// outputs[0] = plugin.memory_to_val(block);
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory_to_val(&mut self, handle: MemoryHandle) -> Val {
        Val::I64(handle.offset as i64)
    }

    /// The value of one of the plug-in's vars; `None` where it is not set.
    ///
    /// # Errors
    /// A plug-in that is gone; bytes that are no such value.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let count: Option<u32> = plugin.var("count")?;
    /// # drop(count);
    /// # Ok(())
    /// # }
    /// ```
    pub fn var<T: FromBytesOwned>(&self, name: &str) -> Result<Option<T>> {
        match self.access.var(name)? {
            Some(value) => Ok(Some(T::from_bytes_owned(&value.to_vec())?)),
            None => Ok(None),
        }
    }

    /// Sets one of the plug-in's vars.
    ///
    /// # Errors
    /// A value that cannot be encoded; [`Code::VarLimit`] where it is too large.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// plugin.set_var("count", 7_u32)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_var<'a, T: ToBytes<'a>>(&mut self, name: &str, value: T) -> Result<()> {
        let bytes = Uint8Array::from(value.to_bytes()?.as_ref());
        self.access.set_var(name, bytes)
    }

    /// Deletes one of the plug-in's vars.
    ///
    /// # Errors
    /// A plug-in that is gone.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// plugin.remove_var("count")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn remove_var(&mut self, name: &str) -> Result<()> {
        self.access.remove_var(name)
    }

    /// A copy of all of the plug-in's vars that have names of UTF-8. To look at one, [`var`](Self::var) takes less.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// for (name, value) in plugin.vars() {
    ///     println!("{name}: {} bytes", value.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn vars(&self) -> BTreeMap<String, Vec<u8>> {
        let names = self.access.var_names().unwrap_or_default();
        let value = |name: String| Some((name.clone(), self.access.var(&name).ok()??.to_vec()));
        names.into_iter().filter_map(value).collect()
    }

    /// All of the plug-in's vars, to be changed: what is different when the map is dropped is written back. Vars that are too large
    /// then fail the host function.
    ///
    /// ```
    /// # use extism_web::{CurrentPlugin, Error, UserData, Val};
    /// fn count(plugin: &mut CurrentPlugin, _: &[Val], _: &mut [Val], _: UserData<()>) -> Result<(), Error> {
    ///     let mut vars = plugin.vars_mut();
    ///     vars.entry("count".into()).or_default().push(1);
    ///     Ok(())
    /// }
    /// ```
    pub fn vars_mut(&mut self) -> Vars<'_> {
        let before = self.vars();
        Vars {
            plugin: self,
            now: before.clone(),
            before,
        }
    }

    /// What the application gave to this call, see [`Plugin::call_with_host_context`](crate::Plugin::call_with_host_context).
    ///
    /// # Errors
    /// [`Code::HostFunction`] where it gave none, or one of another type.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let user: &mut String = plugin.host_context()?;
    /// user.push('!');
    /// # Ok(())
    /// # }
    /// ```
    pub fn host_context<T: 'static>(&mut self) -> Result<&mut T> {
        let wrong = |what| Err(Error::new(Code::HostFunction, what));
        match self.context.as_mut().map(|context| context.downcast_mut()) {
            Some(Some(context)) => Ok(context),
            Some(None) => wrong("the call's host context is of another type"),
            None => wrong("the call was given no host context"),
        }
    }

    /// The error that the plug-in has set in this call.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// if let Some(message) = plugin.get_error() {
    ///     println!("{message}");
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_error(&mut self) -> Option<&str> {
        let text = self.access.error().ok()??;
        self.lent = text.into_bytes();
        std::str::from_utf8(&self.lent).ok()
    }

    /// Makes this call fail with a message, as if the plug-in had set it. The block that holds it.
    ///
    /// # Errors
    /// No room for the message.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// plugin.set_error("there is no such key")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn set_error(&mut self, s: impl AsRef<str>) -> Result<(u64, u64)> {
        let text = s.as_ref();
        Ok((self.access.set_error(text)?, text.len() as u64))
    }

    /// Takes back the error that was set in this call.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// plugin.clear_error();
    /// # Ok(())
    /// # }
    /// ```
    pub fn clear_error(&mut self) {
        // Of a plug-in that is closed, no call fails any more.
        let _ = self.access.clear_error();
    }

    /// How much of the plug-in's log is passed on.
    ///
    /// # Errors
    /// A plug-in that is gone.
    ///
    /// ```no_run
    /// # fn example(plugin: &mut extism_web::CurrentPlugin, inputs: &[extism_web::Val], outputs: &mut [extism_web::Val]) -> Result<(), extism_web::Error> {
    /// let is_wanted = plugin.log_level()? <= extism_web::LogLevel::Debug;
    /// # drop(is_wanted);
    /// # Ok(())
    /// # }
    /// ```
    pub fn log_level(&self) -> Result<LogLevel> {
        self.access.log_level()
    }
}

impl Drop for CurrentPlugin {
    fn drop(&mut self) {
        self.calls.put_back(self.context.take());
    }
}

impl std::fmt::Debug for CurrentPlugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CurrentPlugin")
            .field("id", &self.calls.id)
            .finish_non_exhaustive()
    }
}

/// A plug-in's vars while a host function changes them; see [`CurrentPlugin::vars_mut`].
#[derive(Debug)]
pub struct Vars<'a> {
    plugin: &'a mut CurrentPlugin,
    before: BTreeMap<String, Vec<u8>>,
    now: BTreeMap<String, Vec<u8>>,
}

impl Vars<'_> {
    fn write_back(&mut self) -> Result<()> {
        // What takes room comes last.
        for name in self.before.keys().filter(|name| !self.now.contains_key(*name)) {
            self.plugin.remove_var(name)?;
        }
        let is_same = |name: &String, value: &Vec<u8>| self.before.get(name) == Some(value);
        for (name, value) in self.now.iter().filter(|(name, value)| !is_same(name, value)) {
            self.plugin.set_var(name, value.as_slice())?;
        }
        Ok(())
    }
}

impl Deref for Vars<'_> {
    type Target = BTreeMap<String, Vec<u8>>;

    fn deref(&self) -> &Self::Target {
        &self.now
    }
}

impl DerefMut for Vars<'_> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.now
    }
}

impl Drop for Vars<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.write_back() {
            self.plugin.failure.get_or_insert(error);
        }
    }
}

fn out_of_bounds(handle: MemoryHandle, length: u32) -> Error {
    let text = format!(
        "a handle of {} bytes was given for the block at {:#x}, which has {length}",
        handle.length, handle.offset
    );
    Error::new(Code::BadHandle, text)
}
