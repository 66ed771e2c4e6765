//! The memory that the kernel module imports.

use crate::memory::{Memory, PAGE};
use core::arch::wasm32;
use core::ptr::{with_exposed_provenance, with_exposed_provenance_mut};

/// The module's own linear memory, addressed by number.
///
/// No Rust object lives where the kernel reads and writes (from [`ROOT`](crate::root::ROOT) up): the module has no
/// statics, and its stack, were it used, ends below. So plain reads and writes cannot alias anything.
pub struct WasmMemory(());

impl WasmMemory {
    /// The linear memory of this instance.
    ///
    /// # Safety
    /// Everything in it from [`ROOT`](crate::root::ROOT) up must belong to the kernel: true in the kernel module, not in
    /// a program that merely links this crate.
    pub const unsafe fn get() -> Self {
        WasmMemory(())
    }
}

// SAFETY: `memory.size` is the true size, and the module declares at least one page.
unsafe impl Memory for WasmMemory {
    fn size(&self) -> u64 {
        wasm32::memory_size::<0>() as u64 * PAGE as u64
    }

    fn grow(&mut self, pages: u32) -> bool {
        wasm32::memory_grow::<0>(pages as usize) != usize::MAX
    }

    unsafe fn read_u8(&self, at: u32) -> u8 {
        // SAFETY: the caller gives an address inside the memory.
        unsafe { with_exposed_provenance::<u8>(at as usize).read() }
    }

    unsafe fn read_u32(&self, at: u32) -> u32 {
        // SAFETY: the caller gives a range inside the memory; the read needs no alignment.
        unsafe { with_exposed_provenance::<u32>(at as usize).read_unaligned() }
    }

    unsafe fn read_u64(&self, at: u32) -> u64 {
        // SAFETY: the caller gives a range inside the memory; the read needs no alignment.
        unsafe { with_exposed_provenance::<u64>(at as usize).read_unaligned() }
    }

    unsafe fn write_u8(&mut self, at: u32, value: u8) {
        // SAFETY: the caller gives an address inside the memory that is the kernel's.
        unsafe { with_exposed_provenance_mut::<u8>(at as usize).write(value) }
    }

    unsafe fn write_u32(&mut self, at: u32, value: u32) {
        // SAFETY: the caller gives a range inside the memory that is the kernel's; the write needs no alignment.
        unsafe { with_exposed_provenance_mut::<u32>(at as usize).write_unaligned(value) }
    }

    unsafe fn write_u64(&mut self, at: u32, value: u64) {
        // SAFETY: the caller gives a range inside the memory that is the kernel's; the write needs no alignment.
        unsafe { with_exposed_provenance_mut::<u64>(at as usize).write_unaligned(value) }
    }

    unsafe fn zero(&mut self, at: u32, len: u32) {
        // SAFETY: the caller gives a range inside the memory that is the kernel's.
        unsafe { with_exposed_provenance_mut::<u8>(at as usize).write_bytes(0, len as usize) }
    }
}
