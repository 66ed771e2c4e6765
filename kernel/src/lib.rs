//! The memory manager that stands between an Extism host and its plug-ins.
//!
//! Host and plug-in each have a memory of their own and cannot see the other's. The kernel owns a third one, hands
//! out blocks of it to both sides and keeps the input, the output and the error of the running call.
//!
//! It is a WebAssembly module whose memory is imported, and **all of its state lives in that memory**: two instances
//! over one memory are the same kernel. An all-zero memory is an empty kernel, so there is nothing to initialise.
//!
//! Layout of the memory, in bytes:
//!
//! | range | what |
//! |---|---|
//! | 0 .. 4096 | reserved: offset 0 is null, and a shadow stack would be here if the module ever used one |
//! | 4096 .. 4608 | the root: see [`root`] |
//! | 4608 .. 4608 + bump | the live heap: blocks without gaps, see [`block`] |
//! | above | handed out in an earlier call (below the high-water mark `dirty`), or never used and zero |
//!
//! Only the live heap can be reached through `load_*` and `store_*`. A plug-in can write anything there, headers
//! included, so nothing read from the heap is trusted before it was checked, and no operation follows more than a
//! fixed number of links. The root cannot be reached and is trusted.

#![no_std]

#[cfg(any(test, feature = "check"))]
extern crate std;

pub mod memory;
pub mod root;

pub mod arena;

pub mod block;
pub mod size_class;

pub mod free_lists;
pub mod heap;
pub mod resting;

pub mod check;

pub mod abi;
// Private, and unused unless this is the kernel module: elsewhere the linear memory is not the kernel's.
#[cfg(target_arch = "wasm32")]
#[cfg_attr(not(kernel_module), allow(dead_code))]
mod wasm_memory;

#[cfg(any(test, feature = "check"))]
pub mod testing;

/// The kernel module, built from this crate's own source by its build script.
///
/// It imports `env.memory` (initially one page, private). To instantiate it over a shared memory, change the limits
/// flag of that import from 1 to 3.
#[cfg(feature = "embed")]
pub static WASM: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/kernel.wasm"));
