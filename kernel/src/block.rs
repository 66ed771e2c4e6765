//! Blocks: a 16-byte header and a payload, one after the other without gaps.
//!
//! | offset from the payload | field |
//! |---|---|
//! | -16 | length asked for, 1 to capacity; 0 in a free block; the block freed next in a resting one |
//! | -12 | capacity: bytes of payload, a multiple of 16, at least 16 |
//! | -8 | payload address of the block physically before; a hint, checked before use; 0 for none |
//! | -4 | tag: tells a live header, a resting one, a free one and any other bytes apart |
//!
//! A block is named by its payload address, which is the handle the plug-in gets.

use crate::arena::Arena;
use crate::memory::Memory;
use core::num::NonZeroU32;

/// Alignment of payloads and unit of capacities, in bytes.
pub const ALIGN: u32 = 16;
/// Bytes of header before each payload.
pub const HEADER: u32 = 16;

/// What a header says its block is. The number is the tag's magic part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Kind {
    /// Handed out.
    Live = 0x6b72_6e4c,
    /// Given back, but not to be handed out yet.
    Resting = 0x2f84_b17e,
    /// Given back, to be handed out again.
    Free = 0x9d1e_5ac3,
}

impl Kind {
    /// The tag of a block of this kind. Address and capacity are mixed in, so a header that was copied elsewhere, or
    /// whose capacity was changed, is none.
    pub const fn tag(self, at: u32, capacity: u32) -> u32 {
        (self as u32) ^ at.wrapping_mul(0x9e37_79b1) ^ capacity.wrapping_mul(0x85eb_ca77).rotate_left(15)
    }

    /// The tag of a resting block has room for a number up to this.
    pub const fn most_noted(self) -> u32 {
        match self {
            Kind::Resting => 63,
            Kind::Live | Kind::Free => 0,
        }
    }
}

/// The capacity that a block of `len` bytes gets, or `None` if `len` is 0 or more than any memory has.
pub const fn capacity_for(len: u64) -> Option<u32> {
    if len == 0 || len > (u32::MAX - ALIGN) as u64 {
        return None;
    }
    Some((len as u32).next_multiple_of(ALIGN))
}

impl<M: Memory> Arena<M> {
    /// The capacity of the block of this kind at `at`, or `None` if there is no such block there, wholly inside the
    /// live heap.
    pub fn capacity(&self, at: u32, kind: Kind) -> Option<NonZeroU32> {
        let capacity = self.word(at.wrapping_sub(12));
        if !(at | capacity).is_multiple_of(ALIGN)
            || !self.holds(at, capacity)
            || self.note(at, kind, capacity) > kind.most_noted()
        {
            return None;
        }
        NonZeroU32::new(capacity)
    }

    /// What the tag of the block at `at`, which has that kind and capacity, says besides.
    pub fn note(&self, at: u32, kind: Kind, capacity: u32) -> u32 {
        self.word(at.wrapping_sub(4)) ^ kind.tag(at, capacity)
    }

    /// The length of the live block at `at`: never more than its capacity, and 0 for whatever is not the start of a
    /// live block.
    pub fn length(&self, at: u32) -> u32 {
        let Some(capacity) = self.capacity(at, Kind::Live) else {
            return 0;
        };
        let len = self.word(at - 16);
        if len > capacity.get() {
            return 0;
        }
        len
    }

    /// The block that the header at `at` names as the one before it. Unchecked: a plug-in can have written it.
    pub fn previous(&self, at: u32) -> u32 {
        self.word(at - 8)
    }

    /// Writes which block is before the one at `at`, if `at` is still in the live heap.
    pub fn set_previous(&mut self, at: u32, previous: u32) {
        self.set_word(at.wrapping_sub(8), previous);
    }

    /// Writes length (or link), capacity and tag of the block at `at`, with a `note` in the tag.
    pub fn write_header(&mut self, at: u32, kind: Kind, len: u32, capacity: u32, note: u32) {
        self.set_word(at - 16, len);
        self.set_word(at - 12, capacity);
        self.set_word(at - 4, kind.tag(at, capacity) ^ note);
    }

    /// Makes what is before `at` no header any more.
    pub fn wipe_header(&mut self, at: u32) {
        self.set_word(at - 4, 0);
    }
}

/// The block physically after one at `at`, if the heap reaches so far; wraps at 4 GiB, to an address below the heap.
pub const fn following(at: u32, capacity: u32) -> u32 {
    at.wrapping_add(capacity).wrapping_add(HEADER)
}
