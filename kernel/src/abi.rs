//! The exports of the kernel module, and their names. No logic here.
//!
//! They are exported by name only when the crate is built as that module: in a program that links the crate, a symbol
//! named `free` would take the place of another.

#[cfg(target_arch = "wasm32")]
use crate::heap::{narrow, Heap};
#[cfg(target_arch = "wasm32")]
use crate::wasm_memory::WasmMemory;

macro_rules! exports {
    ($(#[$names_doc:meta])* $names:ident: $($(#[$doc:meta])* fn $name:ident($heap:ident $(, $arg:ident: $type:ty)*) $(-> $result:ty)? $body:block)*) => {
        $(#[$names_doc])*
        pub const $names: &[&str] = &[$(stringify!($name)),*];

        $(
        $(#[$doc])*
        #[cfg(target_arch = "wasm32")]
        #[cfg_attr(kernel_module, unsafe(no_mangle))]
        #[cfg_attr(not(kernel_module), allow(dead_code))]
        #[allow(unused_mut)]
        extern "C" fn $name($($arg: $type),*) $(-> $result)? {
            // SAFETY: this is the kernel module, and its memory from the root up is the kernel's alone.
            let mut $heap = Heap::new(unsafe { WasmMemory::get() });
            $body
        }
        )*
    };
}

exports! {
    /// What plug-ins may import.
    PLUGIN_EXPORTS:
    /// A block of `len` zero bytes, or 0.
    fn alloc(heap, len: u64) -> u64 { heap.alloc(len) as u64 }
    /// Frees a block; a bad handle is ignored.
    fn free(heap, handle: u64) { heap.free(narrow(handle)) }
    /// Length of a block; 0 for a bad handle.
    fn length(heap, handle: u64) -> u64 { heap.length(narrow(handle)) as u64 }
    /// Length of a block; 0 for a bad handle.
    fn length_unsafe(heap, handle: u64) -> u64 { heap.length(narrow(handle)) as u64 }
    /// A byte of the live heap, or 0.
    fn load_u8(heap, at: u64) -> u32 { heap.load_u8(at) as u32 }
    /// Eight bytes of the live heap, or 0.
    fn load_u64(heap, at: u64) -> u64 { heap.load_u64(at) }
    /// Writes a byte of the live heap.
    fn store_u8(heap, at: u64, value: u32) { heap.store_u8(at, value as u8) }
    /// Writes eight bytes of the live heap.
    fn store_u64(heap, at: u64, value: u64) { heap.store_u64(at, value) }
    /// Address of the input.
    fn input_offset(heap) -> u64 { heap.input_offset() as u64 }
    /// Bytes of input.
    fn input_length(heap) -> u64 { heap.input_length() as u64 }
    /// A byte of the input, or 0.
    fn input_load_u8(heap, offset: u64) -> u32 { heap.input_load_u8(offset) as u32 }
    /// Eight bytes of the input, or 0.
    fn input_load_u64(heap, offset: u64) -> u64 { heap.input_load_u64(offset) }
    /// Makes a range of the live heap the output.
    fn output_set(heap, at: u64, len: u64) { heap.set_output(at, len) }
    /// Makes a block the error; 0 clears it.
    fn error_set(heap, handle: u64) { heap.set_error(handle) }
    /// The error handle as it was set.
    fn error_get(heap) -> u64 { heap.error() }
}

exports! {
    /// What only the oldest PDKs import.
    OLD_EXPORTS:
    /// Four bytes of the live heap, or 0.
    fn load_u32(heap, at: u64) -> u32 { heap.load_u32(at) }
    /// Writes four bytes of the live heap.
    fn store_u32(heap, at: u64, value: u32) { heap.store_u32(at, value) }
}

exports! {
    /// What the host calls. Plug-ins are not given them.
    HOST_EXPORTS:
    /// Resets and allocates the input, which the host overwrites at once: its address, or 0.
    fn host_begin(heap, len: u32) -> u32 { heap.begin(len) }
    /// Shortens the input just begun.
    fn host_input_truncate(heap, len: u32) { heap.truncate_input(len) }
    /// Forgets everything.
    fn host_reset(heap) { heap.reset() }
    /// A block which the host overwrites at once: its address, or 0.
    fn host_alloc(heap, len: u32) -> u32 { heap.alloc_overwritten(len) }
    /// Frees a block; a bad address is ignored.
    fn host_free(heap, at: u32) { heap.free(at) }
    /// The same, and no import can read the block any more.
    fn host_discard(heap, at: u32) { heap.discard(at) }
    /// Length of the block at `at`; 0 unless that is the start of a live one.
    fn host_length(heap, at: u32) -> u32 { heap.length(at) }
    /// Length of the block at `at` as the argument of an import: also of a freed one, as long as it rests.
    fn host_readable(heap, at: u32) -> u32 { heap.readable(at) }
    /// First byte of the output.
    fn host_output_offset(heap) -> u32 { heap.output_offset() }
    /// Bytes of output.
    fn host_output_length(heap) -> u32 { heap.output_length() }
    /// Address of the error's block; 0 when there is none, or its handle is bad.
    fn host_error_offset(heap) -> u32 { heap.error_offset() }
    /// Bits of [`crate::heap::status`].
    fn host_status(heap) -> u32 { heap.status() }
    /// Sum of the lengths of the live blocks.
    fn host_bytes_in_use(heap) -> u32 { heap.bytes_in_use() }
    /// Number of live blocks.
    fn host_blocks_in_use(heap) -> u32 { heap.blocks_in_use() }
    /// The next live block after `at`; the first for 0; 0 at the end.
    fn host_next_block(heap, at: u32) -> u32 { heap.next_block(at) }
    /// Where the live heap ends: from [`crate::root::ROOT`] up to here is all that a copy of the heap needs.
    fn host_extent(heap) -> u32 { heap.extent() }
    /// The mark above which the heap's memory is zero, counted from its start.
    fn host_watermark(heap) -> u32 { heap.watermark() }
    /// Raises that mark, for a host that writes a heap into the memory.
    fn host_raise_watermark(heap, mark: u32) { heap.raise_watermark(mark) }
    /// Grows the memory until `end` bytes are there: 1, or 0 when they cannot be had.
    fn host_reserve(heap, end: u32) -> u32 { heap.reserve(end) as u32 }
}

#[cfg(kernel_module)]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
