//! Kernel memory as bytes: copies in and out.

use std::cell::{Cell, RefCell};

use js_sys::WebAssembly::Memory;
use js_sys::{ArrayBuffer, Object, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::error::{js_message, Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    /// A `Uint8Array` whose copies may fail: the engine can be out of memory.
    #[derive(Clone)]
    type View;
    // Of views alone: where one getter saw arrays of every kind, V8 of Node 20 went on with the length that a view had before its memory
    // grew.
    #[wasm_bindgen(method, getter)]
    fn length(this: &View) -> u32;
    #[wasm_bindgen(method)]
    fn subarray(this: &View, from: u32, to: u32) -> Uint8Array;
    #[wasm_bindgen(method, catch)]
    fn set(this: &View, source: &Uint8Array, at: u32) -> std::result::Result<(), JsValue>;
    #[wasm_bindgen(method, catch)]
    fn slice(this: &View, from: u32, to: u32) -> std::result::Result<Uint8Array, JsValue>;

    /// A memory that can be asked to grow without harm.
    pub(crate) type Growing;
    #[wasm_bindgen(method, catch)]
    pub(crate) fn grow(this: &Growing, pages: u32) -> std::result::Result<JsValue, JsValue>;
}

/// A memory and a view of it, which is renewed when it falls short.
pub(super) struct Bytes {
    memory: Memory,
    view: RefCell<View>,
    /// Whether somebody has a view of a part of it.
    lent: Cell<bool>,
}

impl Bytes {
    pub(super) fn new(memory: Memory) -> Self {
        let view = RefCell::new(view_of(&memory));
        let lent = Cell::new(false);
        Self { memory, view, lent }
    }

    pub(super) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The memory as bytes, up to `end` at least. A view is renewed only when the buffer behind it was replaced, or grew.
    fn view(&self, end: u32) -> Result<View> {
        let view = self.view.borrow().clone();
        if view.length() >= end && end > 0 {
            return Ok(view);
        }
        let mut fresh = view_of(&self.memory);
        if fresh.length() < end {
            // Another thread grew a shared memory, of which this one's buffer does not know before it is renewed.
            self.renew_buffer();
            fresh = view_of(&self.memory);
            if fresh.length() < end {
                let text = format!(
                    "kernel memory ends at {} and was to be read or written up to {end}",
                    fresh.length()
                );
                return Err(Error::new(Code::MemoryLimit, text));
            }
        }
        *self.view.borrow_mut() = fresh.clone();
        Ok(fresh)
    }

    /// Writes bytes that were given room at `addr`.
    pub(super) fn copy_in(&self, addr: u32, bytes: &Uint8Array) -> Result<()> {
        let len = bytes.length();
        self.view(end(addr, len)?)?
            .set(bytes, addr)
            .map_err(|cause| failed("copied into kernel memory", len, cause))
    }

    /// A copy of `len` bytes. It is never shared with another thread, as engines want it of bytes that they decode.
    pub(super) fn copy_out(&self, addr: u32, len: u32) -> Result<Uint8Array> {
        let end = end(addr, len)?;
        self.view(end)?
            .slice(addr, end)
            .map_err(|cause| failed("copied out of the plug-in", len, cause))
    }

    /// `len` bytes for who is done with them before anything else runs: a view, or a copy where the memory is shared.
    pub(super) fn glimpse(&self, addr: u32, len: u32) -> Result<Uint8Array> {
        let end = end(addr, len)?;
        match self.memory.buffer().is_instance_of::<ArrayBuffer>() {
            true => Ok(self.view(end)?.subarray(addr, end)),
            false => self.copy_out(addr, len),
        }
    }

    /// A view of `len` bytes, until `take_back`. `None` where the memory is shared: nothing can end a view of that.
    pub(super) fn lend(&self, addr: u32, len: u32) -> Result<Option<Uint8Array>> {
        let end = end(addr, len)?;
        let buffer = self.memory.buffer();
        if !buffer.is_instance_of::<ArrayBuffer>() {
            return Ok(None);
        }
        self.lent.set(true);
        Ok(Some(self.view(end)?.subarray(addr, end)))
    }

    /// Ends all views that were lent: they are empty from now on.
    pub(super) fn take_back(&self) {
        if self.lent.take() {
            self.renew_buffer();
        }
    }

    /// Where bytes lie in this memory, if they were lent.
    pub(super) fn place_of(&self, bytes: &Uint8Array) -> Option<u32> {
        (self.lent.get() && Object::is(&bytes.buffer(), &self.memory.buffer())).then(|| bytes.byte_offset())
    }

    /// Copies bytes within the memory.
    pub(super) fn copy_within(&self, from: u32, addr: u32, len: u32) -> Result<()> {
        let source = self.view(end(from, len)?)?.subarray(from, from + len);
        self.copy_in(addr, &source)
    }

    /// Gives the memory another buffer object, which ends all views of the one it had, unless it is shared.
    fn renew_buffer(&self) {
        let _ = self.memory.unchecked_ref::<Growing>().grow(0);
    }
}

fn view_of(memory: &Memory) -> View {
    Uint8Array::new(&memory.buffer()).unchecked_into()
}

fn end(addr: u32, len: u32) -> Result<u32> {
    addr.checked_add(len)
        .ok_or_else(|| Error::new(Code::MemoryLimit, "kernel memory ends below 4 GiB"))
}

fn failed(what: &str, len: u32, cause: JsValue) -> Error {
    let text = format!("{len} bytes could not be {what}: {}", js_message(&cause));
    Error::new(Code::MemoryLimit, text).with_cause(cause)
}
