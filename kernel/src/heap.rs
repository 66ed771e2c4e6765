//! The kernel's operations, over any memory.

use crate::arena::Arena;
use crate::block::{capacity_for, following, Kind, ALIGN, HEADER};
use crate::check::check;
use crate::memory::Memory;
use crate::resting::DISCARDED;
use crate::root::{Field, Wide, HEAP_START};

/// Bits of [`Heap::status`].
pub mod status {
    /// The plug-in has set an output, maybe an empty one.
    pub const OUTPUT: u32 = 1;
    /// The plug-in has set an error handle that is not zero.
    pub const ERROR: u32 = 2;
    /// That handle is not the start of a live block.
    pub const BAD_ERROR: u32 = 4;
    /// An allocation of the plug-in's did not fit.
    pub const EXHAUSTED: u32 = 8;
}

/// What a block holds when it is handed out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Contents {
    /// Zeros, over the whole capacity.
    Zeros,
    /// Anything over its length, for the host overwrites that before anybody can look; zeros behind.
    Overwritten,
}

/// The heap of a plug-in, with input, output and error of the running call.
///
/// Each operation ends after a bounded number of steps and never panics, whatever was stored in the heap. Only zeroing
/// what is handed out takes time by size.
pub struct Heap<M> {
    arena: Arena<M>,
}

impl<M: Memory> Heap<M> {
    /// The heap in `memory`: the one that is there already, or an empty one if the memory is all zeros.
    pub const fn new(memory: M) -> Self {
        Heap {
            arena: Arena::new(memory),
        }
    }

    /// Gives the memory back, with the heap in it.
    pub fn into_memory(self) -> M {
        self.arena.into_memory()
    }

    /// The memory region and root it works on.
    pub const fn arena(&self) -> &Arena<M> {
        &self.arena
    }

    /// Empties the heap and forgets input, output and error. What was there cannot be read any more.
    pub fn reset(&mut self) {
        self.arena.reset();
        check(self);
    }

    /// Resets, and allocates the input: its address, or 0 when `len` is 0 or does not fit. The caller overwrites all of
    /// it at once, or truncates it to what it wrote.
    pub fn begin(&mut self, len: u32) -> u32 {
        self.reset();
        let at = self.allocate(len as u64, Contents::Overwritten);
        if at != 0 {
            self.arena.set(Field::InputOffset, at);
            self.arena.set(Field::InputLength, len);
        }
        check(self);
        at
    }

    /// Shortens the input to `len` bytes. Ignored if it is not longer than that, or not there.
    pub fn truncate_input(&mut self, len: u32) {
        check(self);
        let at = self.arena.get(Field::InputOffset);
        let old = self.arena.length(at);
        if len >= old || len >= self.input_length() {
            return;
        }
        let mut capacity = self.arena.word(at - 12);
        // What the host has not overwritten, and stays in the heap, can be an earlier call's.
        self.arena.zero(at + len, capacity - len);
        self.arena.set(Field::InputLength, len);
        if len == 0 {
            self.arena.set(Field::InputOffset, 0);
            self.count(self.blocks_in_use().wrapping_sub(1), old, 0);
            // Nobody has its handle yet, so it need not rest.
            self.release(at, capacity);
        } else {
            let wanted = len.next_multiple_of(ALIGN);
            let spare = capacity.saturating_sub(wanted);
            if spare >= HEADER + ALIGN {
                let rest = following(at, wanted);
                self.arena.set_previous(rest, at);
                self.release(rest, spare - HEADER);
                capacity = wanted;
            }
            self.arena.write_header(at, Kind::Live, len, capacity, 0);
            self.count(self.blocks_in_use(), old, len);
        }
        check(self);
    }

    /// A block of `len` zero bytes: its address, or 0 when `len` is 0 or does not fit.
    pub fn alloc(&mut self, len: u64) -> u32 {
        check(self);
        let at = self.allocate(len, Contents::Zeros);
        if at == 0 && len != 0 {
            self.arena.set(Field::Exhausted, 1);
        }
        check(self);
        at
    }

    /// As [`alloc`](Heap::alloc), for a caller who overwrites all of its `len` bytes at once: they are not zeroed.
    pub fn alloc_overwritten(&mut self, len: u32) -> u32 {
        check(self);
        let at = self.allocate(len as u64, Contents::Overwritten);
        check(self);
        at
    }

    /// Gives a block back; ignored if `at` is not the start of a live one. It rests before it is handed out again.
    /// Freeing the input sets its length to 0.
    ///
    /// A block in which the output or the error lies stays until the reset: plug-ins free such blocks, and the host
    /// reads them afterwards.
    pub fn free(&mut self, at: u32) {
        self.give_back(at, 0);
    }

    /// As [`free`](Heap::free), and the block cannot be read as an argument any more.
    pub fn discard(&mut self, at: u32) {
        self.give_back(at, DISCARDED);
    }

    #[inline(never)] // for size
    fn give_back(&mut self, at: u32, note: u32) {
        check(self);
        let len = self.arena.length(at);
        if len == 0 {
            return;
        }
        if at == self.arena.get(Field::InputOffset) {
            self.arena.set(Field::InputLength, 0);
        }
        let capacity = self.arena.word(at - 12);
        if self.is_pinned(at, capacity) {
            return;
        }
        self.count(self.blocks_in_use().wrapping_sub(1), len, 0);
        self.arena.rest(at, capacity, capacity - len, note);
        for _ in 0..Arena::<M>::MOST_RESTING {
            if !self.wake(false) {
                break;
            }
        }
        check(self);
    }

    /// The length of the block at `at`; 0 unless that is the start of a live block.
    pub fn length(&self, at: u32) -> u32 {
        self.arena.length(at)
    }

    /// The same, and also the length of a block that was freed and rests, unless it was discarded.
    pub fn readable(&self, at: u32) -> u32 {
        let len = self.arena.length(at);
        if len != 0 {
            return len;
        }
        self.arena.readable_length(at)
    }

    /// Reads a byte; 0 outside the live heap.
    pub fn load_u8(&self, at: u64) -> u8 {
        self.arena.load_u8(at)
    }

    /// Reads four bytes; 0 if one of them is outside the live heap.
    pub fn load_u32(&self, at: u64) -> u32 {
        self.arena.load_u32(at)
    }

    /// Reads eight bytes; 0 unless all are inside the live heap.
    pub fn load_u64(&self, at: u64) -> u64 {
        self.arena.load_u64(at)
    }

    /// Writes a byte, if it is inside the live heap.
    pub fn store_u8(&mut self, at: u64, value: u8) {
        self.arena.store_u8(at, value);
    }

    /// Writes four bytes, if all are inside the live heap.
    pub fn store_u32(&mut self, at: u64, value: u32) {
        self.arena.store_u32(at, value);
    }

    /// Writes eight bytes, if all are inside the live heap.
    pub fn store_u64(&mut self, at: u64, value: u64) {
        self.arena.store_u64(at, value);
    }

    /// Address of the input; 0 if there never was one in this call.
    pub fn input_offset(&self) -> u32 {
        self.arena.get(Field::InputOffset)
    }

    /// Bytes of input.
    pub fn input_length(&self) -> u32 {
        self.arena.get(Field::InputLength)
    }

    /// Reads byte `offset` of the input; 0 past its end.
    pub fn input_load_u8(&self, offset: u64) -> u8 {
        match self.input_address(offset, 1) {
            0 => 0,
            at => self.arena.load_u8(at),
        }
    }

    /// Reads eight bytes at `offset` of the input; 0 if one of them is past its end.
    pub fn input_load_u64(&self, offset: u64) -> u64 {
        match self.input_address(offset, 8) {
            0 => 0,
            at => self.arena.load_u64(at),
        }
    }

    /// Makes `len` bytes from `at` on the output. Ignored if they are not all inside the live heap; (0, 0) is the empty
    /// output.
    pub fn set_output(&mut self, at: u64, len: u64) {
        let inside = if len == 0 {
            at == 0 || (HEAP_START as u64 <= at && at < self.arena.end())
        } else {
            self.arena.contains(at, len)
        };
        if inside {
            self.arena.set(Field::OutputOffset, at as u32);
            self.arena.set(Field::OutputLength, len as u32);
            self.arena.set(Field::OutputSet, 1);
        }
    }

    /// First byte of the output; 0 if none is set.
    pub fn output_offset(&self) -> u32 {
        self.arena.get(Field::OutputOffset)
    }

    /// Bytes of output; 0 if none is set, or if it is not in the live heap any more.
    pub fn output_length(&self) -> u32 {
        let len = self.arena.get(Field::OutputLength);
        if !self.arena.holds(self.output_offset(), len) {
            return 0;
        }
        len
    }

    /// Makes this handle the error's; 0 clears it. It is kept as it is, so that the host can name a bad one.
    pub fn set_error(&mut self, handle: u64) {
        self.arena.set_wide(Wide::Error, handle);
    }

    /// The error handle as it was set.
    pub fn error(&self) -> u64 {
        self.arena.get_wide(Wide::Error)
    }

    /// Address of the error's block, which may be a resting one; 0 if there is no error, or its handle is no block.
    pub fn error_offset(&self) -> u32 {
        let at = narrow(self.error());
        if self.readable(at) == 0 {
            return 0;
        }
        at
    }

    /// How the call ended so far: bits of [`status`].
    pub fn status(&self) -> u32 {
        let mut bits = if self.arena.get(Field::OutputSet) == 0 {
            0
        } else {
            status::OUTPUT
        };
        if self.error() != 0 {
            bits |= if self.error_offset() == 0 {
                status::ERROR | status::BAD_ERROR
            } else {
                status::ERROR
            };
        }
        if self.arena.get(Field::Exhausted) != 0 {
            bits |= status::EXHAUSTED;
        }
        bits
    }

    /// Sum of the lengths of all live blocks.
    pub fn bytes_in_use(&self) -> u32 {
        self.arena.get(Field::LiveBytes)
    }

    /// Number of live blocks.
    pub fn blocks_in_use(&self) -> u32 {
        self.arena.get(Field::LiveBlocks)
    }

    /// Address of the end of the live heap: all that matters lies between the root and there.
    pub fn extent(&self) -> u32 {
        self.arena.end().min(u32::MAX as u64) as u32
    }

    /// How many bytes from the heap's start on may not be zero.
    pub fn watermark(&self) -> u32 {
        self.arena.get(Field::Dirty)
    }

    /// Raises the watermark to `mark`, as far as there is memory, before a heap from elsewhere is written over this one.
    /// Its own mark says nothing of what was here: what it leaves behind would come back as the zeros of fresh blocks.
    pub fn raise_watermark(&mut self, mark: u32) {
        self.arena.raise_mark(mark);
    }

    /// Grows the memory until `end` is inside it; false when it cannot.
    pub fn reserve(&mut self, end: u32) -> bool {
        self.arena.reserve(end as u64)
    }

    /// The live block physically after the one at `at`, or the first if `at` is 0. 0 at the end, and on anything that is
    /// not as it should be. The result is larger than `at`, so a walk ends.
    pub fn next_block(&self, at: u32) -> u32 {
        let mut next = if at == 0 {
            following(HEAP_START, 0)
        } else {
            self.after(at, Kind::Live)
        };
        for _ in 0..2 * Arena::<M>::MOST_RESTING {
            if next == 0 || self.arena.length(next) != 0 {
                return next;
            }
            let behind = self.after(next, Kind::Free);
            next = if behind == 0 {
                self.after(next, Kind::Resting)
            } else {
                behind
            };
        }
        0
    }

    /// The address behind a block of this kind; 0 if there is none at `at`.
    fn after(&self, at: u32, kind: Kind) -> u32 {
        match self.arena.capacity(at, kind) {
            Some(capacity) => following(at, capacity.get()),
            None => 0,
        }
    }

    fn allocate(&mut self, len: u64, contents: Contents) -> u32 {
        let Some(wanted) = capacity_for(len) else {
            return 0;
        };
        let len = len as u32;
        let dirty = self.arena.get(Field::Dirty);
        let mut at = self.reuse(wanted);
        if at == 0 {
            at = self.extend(wanted);
        }
        if at == 0 {
            at = self.squeeze(wanted);
        }
        let Some(capacity) = self.arena.capacity(at, Kind::Live) else {
            return 0;
        };
        let capacity = capacity.get();
        let from = if contents == Contents::Zeros { 0 } else { len };
        let used = dirty.saturating_sub(at - HEAP_START).min(capacity);
        self.arena.zero(at + from, used.saturating_sub(from));
        self.arena.write_header(at, Kind::Live, len, capacity, 0);
        self.count(self.blocks_in_use().wrapping_add(1), 0, len);
        at
    }

    /// Where the memory is exhausted, wakes resting blocks until there is room for `wanted` bytes; 0 if there is none.
    #[inline(never)] // for size, and off the way of an allocation
    fn squeeze(&mut self, wanted: u32) -> u32 {
        let mut at = 0;
        for _ in 0..Arena::<M>::MOST_RESTING {
            if at != 0 || !self.wake(true) {
                break;
            }
            at = self.reuse(wanted);
            let last = self.arena.get(Field::RestLast) == 0;
            if at == 0 && (last || self.arena.has_room(HEADER as u64 + wanted as u64)) {
                at = self.extend(wanted);
            }
        }
        at
    }

    /// Makes the block that has rested longest a free one, if it has rested long enough or must give way `now`. One in
    /// which the output or the error lies stays as it is until the reset. False when there was none.
    #[inline(never)] // for size
    fn wake(&mut self, now: bool) -> bool {
        let at = self.arena.wake(now);
        if at == 0 {
            return false;
        }
        let capacity = self.arena.word(at - 12);
        if !self.is_pinned(at, capacity) {
            self.release(at, capacity);
        }
        true
    }

    /// Takes a free block of at least `wanted` bytes, cutting off what is too much; 0 if there is none.
    fn reuse(&mut self, wanted: u32) -> u32 {
        let at = self.arena.find_free(wanted);
        let Some(capacity) = self.arena.capacity(at, Kind::Free) else {
            return 0;
        };
        let mut capacity = capacity.get();
        if !self.arena.unlink_free(at, capacity) {
            return 0;
        }
        // `find_free` gives no smaller block.
        let spare = capacity.saturating_sub(wanted);
        if spare >= HEADER + ALIGN {
            let rest = following(at, wanted);
            self.arena.set_previous(rest, at);
            self.put_free(rest, spare - HEADER);
            capacity = wanted;
        }
        self.arena.write_header(at, Kind::Live, 0, capacity, 0);
        at
    }

    /// Makes a block at the top of the heap; 0 if the memory is exhausted.
    fn extend(&mut self, capacity: u32) -> u32 {
        let end = self.arena.end();
        if !self.arena.raise(HEADER as u64 + capacity as u64) {
            return 0;
        }
        let at = end as u32 + HEADER;
        let previous = self.arena.get(Field::Last);
        self.arena.set_previous(at, previous);
        self.arena.write_header(at, Kind::Live, 0, capacity, 0);
        self.arena.set(Field::Last, at);
        at
    }

    /// Makes the block at `at` a free one, merged with free neighbours, or gives it back to the top of the heap.
    #[inline(never)] // for size
    fn release(&mut self, mut at: u32, mut capacity: u32) {
        self.arena.wipe_header(at);
        capacity += self.absorb(following(at, capacity));
        let previous = self.arena.previous(at);
        if self.after(previous, Kind::Free) == at {
            let more = self.absorb(previous);
            if more != 0 {
                at = previous;
                capacity += more;
            }
        }

        if self.arena.is_top(at, capacity) {
            let last = self.arena.previous(at);
            self.arena.set(Field::Last, last);
            self.arena.lower(at - HEADER);
        } else {
            self.put_free(at, capacity);
        }
    }

    /// Takes the free block at `at`, if there is one, out of its list: it is no block any more. Returns how many bytes it
    /// had, header included, or 0 if it cannot be reused.
    fn absorb(&mut self, at: u32) -> u32 {
        let Some(capacity) = self.arena.capacity(at, Kind::Free) else {
            return 0;
        };
        if self.arena.get(Field::Broken) != 0 || !self.arena.unlink_free(at, capacity.get()) {
            return 0;
        }
        self.arena.wipe_header(at);
        HEADER + capacity.get()
    }

    /// Writes the header of a free block below the top, and puts it into its list unless the lists are broken.
    fn put_free(&mut self, at: u32, capacity: u32) {
        self.arena.write_header(at, Kind::Free, 0, capacity, 0);
        self.arena.set_previous(following(at, capacity), at);
        if self.arena.get(Field::Broken) == 0 {
            self.arena.link_free(at, capacity);
        }
    }

    /// Whether the output or the error lies in the block at `at`.
    fn is_pinned(&self, at: u32, capacity: u32) -> bool {
        let output = self.arena.get(Field::OutputOffset);
        let len = self.arena.get(Field::OutputLength);
        let overlaps = output.wrapping_sub(at) < capacity || at.wrapping_sub(output) < len;
        (len != 0 && overlaps) || self.error().wrapping_sub(at as u64) < capacity as u64
    }

    /// The address of `len` bytes of input from `offset` on; 0 if one of them is past its end.
    fn input_address(&self, offset: u64, len: u64) -> u64 {
        let have = self.input_length() as u64;
        if offset >= have || len > have - offset {
            return 0;
        }
        self.input_offset() as u64 + offset
    }

    /// Notes how many blocks are live, and that there are that many bytes less or more in them.
    fn count(&mut self, blocks: u32, less: u32, more: u32) {
        self.arena.set(Field::LiveBlocks, blocks);
        let bytes = self.bytes_in_use().wrapping_sub(less).wrapping_add(more);
        self.arena.set(Field::LiveBytes, bytes);
    }
}

/// The address that a handle is; 0, which is no block's, if it is too large to be one.
pub const fn narrow(handle: u64) -> u32 {
    if handle >> 32 == 0 {
        handle as u32
    } else {
        0
    }
}
