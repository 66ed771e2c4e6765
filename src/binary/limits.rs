//! Lowering the maximum of a module's own memories.

use js_sys::Uint8Array;

use super::encode::{section, write_leb};
use super::sections::{sections, Reader, MEMORIES};

/// The module with no memory of its own able to grow beyond `max_pages`, or beyond what it starts with where that is more;
/// the same bytes when it has none. `None` when its memories cannot be read.
pub(crate) fn cap_memories(module: &Uint8Array, max_pages: u32) -> Option<Uint8Array> {
    let sections = sections(module);
    let Some(memories) = sections.iter().find(|section| section.id == MEMORIES) else {
        return Some(module.clone());
    };
    let content = capped(&memories.content, max_pages.into())?;
    let mut replaced = Vec::new();
    section(&mut replaced, MEMORIES, &content);

    let tail = module.subarray(memories.end, module.length());
    let middle = memories.start + replaced.len() as u32;
    let result = Uint8Array::new_with_length(middle + tail.length());
    result.set(&module.subarray(0, memories.start), 0);
    result.subarray(memories.start, middle).copy_from(&replaced);
    result.set(&tail, middle);
    Some(result)
}

pub(super) fn capped(content: &[u8], max_pages: u64) -> Option<Vec<u8>> {
    const HAS_MAXIMUM: u8 = 1;
    const MEMORY64: u8 = 4;
    const CUSTOM_PAGE_SIZE: u8 = 8;
    /// More is not a valid maximum of a memory with 32-bit addresses.
    const MAX_PAGES: u64 = 65536;
    let mut reader = Reader::new(content);
    let mut out = Vec::new();
    let count = reader.number()?;
    write_leb(&mut out, count);
    for _ in 0..count {
        let (flags, minimum) = (reader.byte()?, reader.number()?);
        let maximum = if flags & HAS_MAXIMUM == 0 {
            u64::MAX
        } else {
            reader.number()?
        };
        if flags & CUSTOM_PAGE_SIZE != 0 {
            return None;
        }
        out.push(flags | HAS_MAXIMUM);
        write_leb(&mut out, minimum);
        let most = if flags & MEMORY64 == 0 {
            max_pages.min(MAX_PAGES)
        } else {
            max_pages
        };
        write_leb(&mut out, maximum.min(most.max(minimum)));
    }
    Some(out)
}
