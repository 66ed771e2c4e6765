//! The kernel instance of one plug-in, and the only code that touches kernel memory.

mod bytes;
mod exports;
mod module;
mod moving;
mod provided;
mod spare;

use std::cell::Cell;
use std::iter::successors;

use extism_web_kernel::heap::status;
use js_sys::WebAssembly::{Instance, Memory};
use js_sys::{JsString, Object, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{js_message, room_for, Code, Error, Result};
use crate::js::set;
use crate::outcome::Said;
use crate::platform;
use crate::values::decode;

pub use module::set_module;

pub(crate) use bytes::Growing;

use bytes::Bytes;
use exports::Exports;
use provided::Provided;
use spare::Spare;

/// So much of a plug-in's error is read, as host memory never shrinks.
const LONGEST_ERROR: u32 = 1 << 24;

/// One live block of kernel memory.
///
/// ```no_run
/// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
/// let (blocks, _bytes) = plugin.memory()?;
/// let largest = blocks.iter().map(|block| block.length).max();
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Block {
    /// Where it starts: the plug-in's handle.
    pub offset: u32,
    /// How many bytes it holds.
    pub length: u32,
}

/// A kernel instance, and its memory.
pub struct Kernel {
    exports: Exports,
    provided: Provided,
    bytes: Bytes,
    /// Whether a host function changed anything since this was last asked.
    touched: Cell<bool>,
    /// Whether another plug-in may have it after this one: nobody else has, or can get, anything that reaches it.
    reusable: Cell<bool>,
    /// The most pages that the application lets it have.
    max_pages: Cell<Option<u32>>,
}

impl Kernel {
    /// A fresh kernel over a memory of its own that grows to `max_pages` (64 KiB each) at most.
    pub fn new(max_pages: Option<u32>) -> Result<Self> {
        let unbound = max_pages.is_none();
        let kernel = match unbound.then(spare::take).flatten() {
            Some(Spare {
                exports,
                provided,
                memory,
            }) => Self::of(exports, provided, memory),
            None => module::memory(max_pages)
                .and_then(|memory| Self::link(memory, false))
                .map_err(not_started)?,
        };
        kernel.reusable.set(unbound);
        kernel.max_pages.set(max_pages);
        Ok(kernel)
    }

    /// The kernel of a shared memory, which may have others over it in other threads, and has a maximum of `max_pages`.
    pub fn over(shared_memory: Memory, max_pages: Option<u32>) -> Result<Self> {
        let kernel = Self::link(shared_memory, true).map_err(not_started)?;
        kernel.max_pages.set(max_pages);
        Ok(kernel)
    }

    /// A shared memory for a kernel, of `max_pages` at most.
    pub fn shared_memory(max_pages: Option<u32>) -> Result<Memory> {
        module::shared_memory(max_pages).map_err(not_started)
    }

    fn link(memory: Memory, shared: bool) -> std::result::Result<Self, JsValue> {
        let env = Object::new();
        set(&env, "memory", &memory)?;
        let imports = Object::new();
        set(&imports, "env", &env)?;
        let instance = Instance::new(&module::module(shared)?, &imports)?;
        let exports = instance.exports().unchecked_into();
        Ok(Self::of(exports, Provided::new(), memory))
    }

    fn of(exports: Exports, provided: Provided, memory: Memory) -> Self {
        Self {
            exports,
            provided,
            bytes: Bytes::new(memory),
            touched: Cell::new(false),
            reusable: Cell::new(false),
            max_pages: Cell::new(None),
        }
    }

    /// Somebody else has got hold of something that reaches this kernel: it ends with its plug-in.
    pub fn share(&self) {
        self.reusable.set(false);
    }

    /// The memory itself.
    pub fn memory(&self) -> &Memory {
        self.bytes.memory()
    }

    /// The instance's exports object, for the plug-in's imports.
    pub fn exports(&self) -> &Object {
        self.exports.unchecked_ref()
    }

    /// The import module of the kernel's functions for plug-ins, with the one of that name in it; `None` for a name that is not one of
    /// theirs. Nobody may change it.
    pub(crate) fn provided(&self, name: &str) -> std::result::Result<Option<&Object>, JsValue> {
        self.provided.with(self.exports(), name)
    }

    /// Starts a call: forgets the last one and stores the input.
    pub fn begin(&self, input: Option<&Uint8Array>) -> Result<()> {
        let len = input.map_or(0, |bytes| bytes.length());
        let addr = self.exports.host_begin(len);
        match input {
            Some(bytes) if len > 0 => {
                if addr == 0 {
                    return Err(self.out_of_memory("the input", len.into()));
                }
                self.bytes.copy_in(addr, bytes)
            }
            _ => Ok(()),
        }
    }

    /// How the call ended. The plug-in's error wins over its output.
    pub fn outcome(&self) -> Result<Said<Uint8Array>> {
        let status = self.exports.host_status();
        if status & status::ERROR != 0 {
            return self.error(status).map(Said::Error);
        }
        if status & status::OUTPUT == 0 {
            // A plug-in that did not look at what it got wrote its output nowhere.
            return if status & status::EXHAUSTED == 0 {
                Ok(Said::Nothing)
            } else {
                Err(self.exhausted("a block of the plug-in's"))
            };
        }
        let addr = self.exports.host_output_offset();
        let len = self.exports.host_output_length();
        self.bytes.copy_out(addr, len).map(Said::Output)
    }

    fn error(&self, status: u32) -> Result<String> {
        if status & status::BAD_ERROR != 0 {
            return Err(bad_handle("error_set", self.exports.error_get()));
        }
        let addr = self.exports.host_error_offset();
        let len = self.exports.host_readable(addr).min(LONGEST_ERROR);
        // Of three bytes a unit may be made, of broken text even from one.
        room_for(3 * len as usize)?;
        self.text(addr, len).map(String::from)
    }

    fn text(&self, addr: u32, len: u32) -> Result<JsString> {
        decode(&self.bytes.glimpse(addr, len)?)
    }

    /// Forgets everything in memory.
    pub fn reset(&self) {
        self.exports.host_reset();
    }

    /// A copy of the block behind a handle that the plug-in passed to `import`; it may have been freed, as long as it rests.
    /// The null handle is an empty block, since that is what a plug-in gets when it allocates 0 bytes.
    pub fn read(&self, import: &str, handle: u64) -> Result<Uint8Array> {
        let (addr, len) = self.block(import, handle)?;
        self.bytes.copy_out(addr, len)
    }

    /// The same not copied, until [`take_back`](Self::take_back), or until memory is taken or freed. A copy where the memory is shared.
    pub fn lend(&self, import: &str, handle: u64) -> Result<Uint8Array> {
        let (addr, len) = self.block(import, handle)?;
        self.touched.set(true);
        match self.bytes.lend(addr, len)? {
            Some(view) => Ok(view),
            None => self.bytes.copy_out(addr, len),
        }
    }

    /// Makes what was lent empty.
    pub fn take_back(&self) {
        self.bytes.take_back();
    }

    /// The block behind a handle as text, malformed UTF-8 replaced.
    pub fn read_text(&self, import: &str, handle: u64) -> Result<JsString> {
        let (addr, len) = self.block(import, handle)?;
        self.text(addr, len)
    }

    fn block(&self, import: &str, handle: u64) -> Result<(u32, u32)> {
        if handle == 0 {
            return Ok((0, 0));
        }
        let addr = u32::try_from(handle).map_err(|_| bad_handle(import, handle))?;
        match self.exports.host_readable(addr) {
            0 => Err(bad_handle(import, handle)),
            len => Ok((addr, len)),
        }
    }

    /// Stores bytes in a new block and returns its handle; 0 for no bytes.
    pub fn store(&self, what: &str, bytes: &Uint8Array) -> Result<u64> {
        let Some(place) = self.bytes.place_of(bytes) else {
            return self.store_all(what, std::slice::from_ref(bytes));
        };
        // What was lent is taken back before it can be copied.
        let len = bytes.length();
        if len == 0 {
            return Ok(0);
        }
        let addr = self.alloc(what, len.into())?;
        self.bytes.copy_within(place, addr, len)?;
        Ok(addr.into())
    }

    /// Stores chunks of bytes, one after the other, in a new block and returns its handle; 0 for no bytes.
    pub fn store_all(&self, what: &str, chunks: &[Uint8Array]) -> Result<u64> {
        let total: u64 = chunks.iter().map(|chunk| u64::from(chunk.length())).sum();
        if total == 0 {
            return Ok(0);
        }
        let mut addr = self.alloc(what, total)?;
        let handle = addr.into();
        for chunk in chunks {
            if let Err(error) = self.bytes.copy_in(addr, chunk) {
                self.free(handle);
                return Err(error);
            }
            addr += chunk.length();
        }
        Ok(handle)
    }

    /// A new block of that many bytes, to be written at once.
    fn alloc(&self, what: &str, len: u64) -> Result<u32> {
        self.touched.set(true);
        self.take_back();
        match u32::try_from(len).map(|len| self.exports.host_alloc(len)) {
            Ok(0) | Err(_) => Err(self.out_of_memory(what, len)),
            Ok(addr) => Ok(addr),
        }
    }

    /// A new block of zeros for the application to fill; its handle, 0 for no bytes.
    pub fn alloc_zeroed(&self, len: u64) -> Result<u64> {
        if len == 0 {
            return Ok(0);
        }
        self.touched.set(true);
        self.take_back();
        match self.exports.alloc(len) {
            0 => Err(self.out_of_memory("a host function's block", len)),
            handle => Ok(handle),
        }
    }

    /// Puts bytes in the place of those of a block, from its beginning.
    pub fn overwrite(&self, handle: u64, bytes: &Uint8Array) -> Result<()> {
        let (addr, len) = self.block("a host function", handle)?;
        if bytes.length() > len {
            return Err(bad_handle("a host function", handle));
        }
        self.touched.set(true);
        self.bytes.copy_in(addr, bytes)
    }

    /// The block of the error that is set in this call; 0 when none is.
    pub fn error_offset(&self) -> u32 {
        self.exports.host_error_offset()
    }

    /// The text of the error that is set in this call.
    pub fn current_error(&self) -> Option<String> {
        let status = self.exports.host_status();
        (status & status::ERROR != 0).then(|| self.error(status).ok())?
    }

    /// The length of the block behind a handle; 0 for anything else.
    pub fn length(&self, handle: u64) -> u32 {
        u32::try_from(handle).map_or(0, |addr| self.exports.host_readable(addr))
    }

    /// Sets the error of this call to a block, or clears it with 0.
    pub fn set_error(&self, handle: u64) {
        self.touched.set(true);
        self.exports.error_set(handle);
    }

    /// Frees a block; anything else than the handle of a live block is ignored.
    pub fn free(&self, handle: u64) {
        if let Ok(addr) = u32::try_from(handle) {
            self.touched.set(true);
            self.take_back();
            self.exports.host_free(addr);
        }
    }

    /// Frees a block on behalf of the application, which cannot read it any more either.
    pub fn discard(&self, handle: u64) {
        if let Ok(addr) = u32::try_from(handle) {
            self.touched.set(true);
            self.take_back();
            self.exports.host_discard(addr);
        }
    }

    /// Whether anything was changed on behalf of a host function since this was last asked.
    pub fn take_touched(&self) -> bool {
        self.touched.take()
    }

    fn out_of_memory(&self, what: &str, len: u64) -> Error {
        self.exhausted(&format!("{what} ({len} bytes)"))
    }

    fn exhausted(&self, what: &str) -> Error {
        let mut text = format!("Plugin error: kernel memory is exhausted: no room for {what}");
        if let Some(pages) = self.max_pages.get() {
            text += &format!("; memory.maxPages is {pages}");
        }
        Error::new(Code::MemoryLimit, text)
    }

    /// The bytes in live blocks.
    pub fn bytes_in_use(&self) -> u32 {
        self.exports.host_bytes_in_use()
    }

    /// The live blocks in the order of their addresses.
    pub fn blocks(&self) -> impl Iterator<Item = Block> + '_ {
        // The kernel promises that addresses rise; the walk would end even if it broke that promise.
        let after = |offset| Some(self.exports.host_next_block(offset)).filter(|next| *next > offset);
        successors(after(0), move |offset| after(*offset)).map(|offset| Block {
            offset,
            length: self.exports.host_length(offset),
        })
    }
}

impl Drop for Kernel {
    fn drop(&mut self) {
        if self.reusable.get() {
            spare::keep(Spare {
                exports: self.exports.clone(),
                provided: self.provided.clone(),
                memory: self.memory().clone(),
            });
        }
    }
}

fn not_started(cause: JsValue) -> Error {
    let (code, remedy) = match platform::compiles() {
        true => (Code::MemoryLimit, ""),
        false => (Code::Unsupported, "; see extism-web's docs/edge.md"),
    };
    let text = format!("the kernel could not be started: {}{remedy}", js_message(&cause));
    Error::new(code, text).with_cause(cause)
}

fn bad_handle(import: &str, handle: u64) -> Error {
    let text = format!("Plugin error: {import} was given the handle {handle:#x}, which is not a live block");
    Error::new(Code::BadHandle, text)
}
