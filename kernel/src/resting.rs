//! Freed blocks that rest before they are handed out again.
//!
//! The host frees what a plug-in passes to an import; many plug-ins free it once more, or go on using it. So a freed block
//! keeps its bytes and its place until [`Memory::REST`] bytes were freed after it, or the memory is exhausted.
//!
//! The resting blocks are a ring in the order of their freeing, whose links are in the headers: the payloads are still to be
//! read. The root knows the last of them, whose link leads to the first. A plug-in can write to the headers, so each is
//! checked before it is followed; when one does not fit, the ring is forgotten, and what was in it stays as it is until the next reset.
//!
//! A link takes the place of the length. How many bytes of its capacity a block leaves unused is noted in its tag.

use crate::arena::Arena;
use crate::block::{Kind, ALIGN, HEADER};
use crate::memory::Memory;
use crate::root::Field;

/// Blocks leave less than this of their capacity unused: what is more, becomes another block.
const SLACK: u32 = 32;
const _: () = assert!(SLACK == HEADER + ALIGN);

/// What else the tag can note: no import may read the block.
pub const DISCARDED: u32 = SLACK;

impl<M: Memory> Arena<M> {
    /// How many blocks can rest: all but the first have [`Memory::REST`] bytes at most together.
    pub const MOST_RESTING: u32 = M::REST / ALIGN + 1;

    /// The length that the resting block at `at` had, if it may be read; 0 for whatever is none. Never more than its
    /// capacity.
    pub fn readable_length(&self, at: u32) -> u32 {
        let Some(capacity) = self.capacity(at, Kind::Resting) else {
            return 0;
        };
        let capacity = capacity.get();
        let note = self.note(at, Kind::Resting, capacity);
        if note >= DISCARDED {
            return 0;
        }
        capacity.saturating_sub(note)
    }

    /// Makes the live block at `at`, which leaves `slack` bytes of its capacity unused, the last that rests. `note` is 0 or
    /// [`DISCARDED`].
    pub fn rest(&mut self, at: u32, capacity: u32, slack: u32, note: u32) {
        let last = self.get(Field::RestLast);
        let (mut first, mut bytes) = (at, capacity);
        if self.capacity(last, Kind::Resting).is_some() {
            first = self.word(last - 16);
            self.set_word(last - 16, at);
            bytes = bytes.wrapping_add(self.get(Field::RestBytes));
        }
        self.write_header(at, Kind::Resting, first, capacity, (slack % SLACK) | note);
        self.set(Field::RestLast, at);
        self.set(Field::RestBytes, bytes);
    }

    /// Takes the block that has rested longest out of the ring, if `REST` bytes were freed after it, or `now` whatever
    /// was: its address, or 0. Its header still says that it rests.
    pub fn wake(&mut self, now: bool) -> u32 {
        let last = self.get(Field::RestLast);
        let at = self.word(last.wrapping_sub(16));
        let Some(capacity) = self.capacity(at, Kind::Resting) else {
            // None rests, or the ring is broken.
            self.set(Field::RestLast, 0);
            return 0;
        };
        let later = self.get(Field::RestBytes).wrapping_sub(capacity.get());
        if later < M::REST && !now {
            return 0;
        }
        if at == last {
            self.set(Field::RestLast, 0);
        } else {
            let second = self.word(at - 16);
            self.set_word(last - 16, second);
        }
        self.set(Field::RestBytes, later);
        at
    }
}
