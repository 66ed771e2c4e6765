//! Lowering the maximum of a module's own memories.

use super::encode::{section, write_leb};
use super::sections::{sections, Bytes, Reader, MEMORIES};

/// Bytes that take the place of a range of a module's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replacement {
    /// Where the range starts.
    pub start: u32,
    /// Where it ends.
    pub end: u32,
    /// What to put there.
    pub bytes: Vec<u8>,
}

impl Replacement {
    /// The form in which it goes elsewhere: start and end, little-endian, before the bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [
            &self.start.to_le_bytes()[..],
            &self.end.to_le_bytes(),
            &self.bytes,
        ]
        .concat()
    }

    /// `None` for less than `to_bytes` gives.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (start, rest) = bytes.split_first_chunk()?;
        let (end, bytes) = rest.split_first_chunk()?;
        Some(Self {
            start: u32::from_le_bytes(*start),
            end: u32::from_le_bytes(*end),
            bytes: bytes.to_vec(),
        })
    }

    /// Whether the module stays as it is.
    pub fn is_empty(&self) -> bool {
        self.start == self.end && self.bytes.is_empty()
    }
}

/// What to replace so that no memory of the module's own can grow beyond `max_pages` (64 KiB each), or beyond what it starts
/// with where that is more; empty when it has none. `None` when its memories cannot be read.
pub fn cap_memories(module: &dyn Bytes, max_pages: u32) -> Option<Replacement> {
    let sections = sections(module);
    let Some(memories) = sections.iter().find(|section| section.id == MEMORIES) else {
        return Some(Replacement::default());
    };
    let content = capped(&memories.content, max_pages.into())?;
    let mut bytes = Vec::new();
    section(&mut bytes, MEMORIES, &content);
    Some(Replacement {
        start: memories.start,
        end: memories.end,
        bytes,
    })
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
