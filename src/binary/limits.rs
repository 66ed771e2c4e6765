//! Lowering the maximum of a module's own memories.

use js_sys::Uint8Array;

use super::encode::{section, write_leb};
use super::sections::{sections, Reader, MEMORIES};

/// A memory that starts with more pages than it may ever have.
#[derive(Debug)]
pub(crate) struct TooLarge {
    /// How many pages of 64 KiB it starts with.
    pub(crate) minimum: u64,
}

/// The module with no memory of its own able to grow beyond `max_pages`; the same bytes when it has none. `None` when its
/// memories cannot be read.
pub(crate) fn cap_memories(module: &Uint8Array, max_pages: u32) -> Result<Option<Uint8Array>, TooLarge> {
    let sections = sections(module);
    let Some(memories) = sections.iter().find(|section| section.id == MEMORIES) else {
        return Ok(Some(module.clone()));
    };
    let Some(content) = capped(&memories.content, max_pages.into())? else {
        return Ok(None);
    };
    let mut replaced = Vec::new();
    section(&mut replaced, MEMORIES, &content);

    let tail = module.subarray(memories.end, module.length());
    let middle = memories.start + replaced.len() as u32;
    let result = Uint8Array::new_with_length(middle + tail.length());
    result.set(&module.subarray(0, memories.start), 0);
    result.subarray(memories.start, middle).copy_from(&replaced);
    result.set(&tail, middle);
    Ok(Some(result))
}

pub(super) fn capped(content: &[u8], max_pages: u64) -> Result<Option<Vec<u8>>, TooLarge> {
    const HAS_MAXIMUM: u8 = 1;
    const MEMORY64: u8 = 4;
    const CUSTOM_PAGE_SIZE: u8 = 8;
    /// More is not a valid maximum of a memory with 32-bit addresses.
    const MAX_PAGES: u64 = 65536;
    let mut reader = Reader::new(content);
    let mut out = Vec::new();
    let Some(count) = reader.number() else {
        return Ok(None);
    };
    write_leb(&mut out, count);
    for _ in 0..count {
        let (Some(flags), Some(minimum)) = (reader.byte(), reader.number()) else {
            return Ok(None);
        };
        let maximum = if flags & HAS_MAXIMUM == 0 {
            Some(u64::MAX)
        } else {
            reader.number()
        };
        let Some(maximum) = maximum else { return Ok(None) };
        if flags & CUSTOM_PAGE_SIZE != 0 {
            return Ok(None);
        }
        if minimum > max_pages {
            return Err(TooLarge { minimum });
        }
        out.push(flags | HAS_MAXIMUM);
        write_leb(&mut out, minimum);
        let most = if flags & MEMORY64 == 0 {
            max_pages.min(MAX_PAGES)
        } else {
            max_pages
        };
        write_leb(&mut out, maximum.min(most));
    }
    Ok(Some(out))
}
