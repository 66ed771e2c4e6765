//! The crate, compiled in.

use extism_web_rewriter::{cap_memories, signatures, Bytes, Replacement, Signatures};
use js_sys::{Function, Uint8Array};

use crate::error::Result;

pub(crate) struct Rewriter;

/// What is loaded elsewhere is not needed here.
pub fn set_rewriter(_load: Function) {}

/// There is nothing to load.
pub(crate) fn begin_to_load() {}

pub(crate) async fn load() -> Result<Rewriter> {
    Ok(Rewriter)
}

impl Rewriter {
    /// The types of the functions that a module imports; `None` where they are not understood.
    pub(crate) fn signatures(&self, module: &Uint8Array) -> Result<Option<Signatures>> {
        Ok(signatures(&ModuleBytes(module)))
    }

    /// What gives a module's memories a maximum; `None` where they are not understood.
    pub(crate) fn limits(&self, module: &Uint8Array, max_pages: u32) -> Result<Option<Replacement>> {
        Ok(cap_memories(&ModuleBytes(module), max_pages))
    }
}

/// A module's bytes where JavaScript has them.
struct ModuleBytes<'a>(&'a Uint8Array);

impl Bytes for ModuleBytes<'_> {
    fn length(&self) -> u32 {
        self.0.length()
    }

    fn part(&self, start: u32, end: u32) -> Vec<u8> {
        self.0.subarray(start, end).to_vec()
    }
}
