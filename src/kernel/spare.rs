//! Kernels of plug-ins that are gone, for plug-ins to come. A memory and an instance cost more than all the rest of a small
//! plug-in, and engines have room for few memories at a time.

use std::cell::RefCell;

use js_sys::WebAssembly::Memory;

use super::exports::Exports;
use super::provided::Provided;

/// How many are kept.
const COUNT: usize = 8;

/// The largest memory that is kept: to zero a larger one takes as long as to make one.
const MAX_BYTES: u32 = 4 * 65536;

/// An empty kernel over a memory that may grow as far as any.
pub(super) struct Spare {
    pub(super) exports: Exports,
    pub(super) provided: Provided,
    pub(super) memory: Memory,
}

thread_local! {
    static SPARES: RefCell<Vec<Spare>> = const { RefCell::new(Vec::new()) };
}

/// A kernel that nobody uses, if there is one.
pub(super) fn take() -> Option<Spare> {
    SPARES.with_borrow_mut(Vec::pop)
}

/// Keeps a kernel that nothing outside of this crate can reach any more. No byte of its last plug-in is left in it.
pub(super) fn keep(spare: Spare) {
    let bytes = js_sys::Uint8Array::new(&spare.memory.buffer());
    let has_room = SPARES.with_borrow(|spares| spares.len() < COUNT);
    if has_room && bytes.length() <= MAX_BYTES {
        // All of a kernel's state is in its memory, and an all-zero memory is an empty kernel.
        bytes.fill(0, 0, bytes.length());
        SPARES.with_borrow_mut(|spares| spares.push(spare));
    }
}
