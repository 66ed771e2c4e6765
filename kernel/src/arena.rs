//! A safe shell over the memory: root fields, and the live heap with every access checked.

use crate::memory::{Memory, PAGE};
use crate::root::{self, Field, Wide, HEAP_START, RESET};
use crate::size_class::Class;

/// Grow by at most this many pages more than is needed (4 MiB).
const AHEAD_MAX: u32 = 64;

/// The root and the live heap `[HEAP_START, HEAP_START + bump)` of one memory.
///
/// The bump mark changes here alone and is always inside the memory, so a range inside the live heap is inside the
/// memory: all accesses rest on that.
pub struct Arena<M> {
    memory: M,
}

impl<M: Memory> Arena<M> {
    /// The arena in `memory`: the one that is there already, or an empty one if the memory is all zeros.
    pub const fn new(memory: M) -> Self {
        Arena { memory }
    }

    /// Gives the memory back, with the heap in it.
    pub fn into_memory(self) -> M {
        self.memory
    }

    /// The memory underneath.
    pub const fn memory(&self) -> &M {
        &self.memory
    }

    /// Reads a root field.
    pub fn get(&self, field: Field) -> u32 {
        // SAFETY: the root is inside the first page, which every memory has.
        unsafe { self.memory.read_u32(root::field(field)) }
    }

    /// Writes a root field.
    pub fn set(&mut self, field: Field, value: u32) {
        // SAFETY: the root is inside the first page, which every memory has.
        unsafe { self.memory.write_u32(root::field(field), value) }
    }

    /// Reads a wide root field.
    pub fn get_wide(&self, field: Wide) -> u64 {
        // SAFETY: the root is inside the first page, which every memory has.
        unsafe { self.memory.read_u64(root::wide(field)) }
    }

    /// Writes a wide root field.
    pub fn set_wide(&mut self, field: Wide, value: u64) {
        // SAFETY: the root is inside the first page, which every memory has.
        unsafe { self.memory.write_u64(root::wide(field), value) }
    }

    /// Empties the root, but for the mark that tells which memory was used.
    pub fn reset(&mut self) {
        // SAFETY: the root is inside the first page, which every memory has.
        unsafe { self.memory.zero(RESET.start, RESET.end - RESET.start) }
    }

    /// Reads the head of a free list.
    pub fn head(&self, class: Class) -> u32 {
        // SAFETY: the heads are part of the root, inside the first page, and a class is always below the count.
        unsafe { self.memory.read_u32(root::head(class)) }
    }

    /// Writes the head of a free list.
    pub fn set_head(&mut self, class: Class, at: u32) {
        // SAFETY: the heads are part of the root, inside the first page, and a class is always below the count.
        unsafe { self.memory.write_u32(root::head(class), at) }
    }

    /// End of the live heap.
    pub fn end(&self) -> u64 {
        HEAP_START as u64 + self.get(Field::Bump) as u64
    }

    /// Whether `len` bytes (at least one) from `at` on are all inside the live heap.
    pub fn contains(&self, at: u64, len: u64) -> bool {
        let bump = self.get(Field::Bump) as u64;
        let offset = at.wrapping_sub(HEAP_START as u64);
        offset < bump && len <= bump - offset
    }

    /// The same for an address that is known to have 32 bits.
    pub fn holds(&self, at: u32, len: u32) -> bool {
        let bump = self.get(Field::Bump);
        let offset = at.wrapping_sub(HEAP_START);
        offset < bump && len <= bump - offset
    }

    /// Whether the `len` bytes from `at` on, which are inside the live heap, are its last.
    pub fn is_top(&self, at: u32, len: u32) -> bool {
        at - HEAP_START + len == self.get(Field::Bump)
    }

    /// Reads a byte of the live heap; 0 elsewhere.
    pub fn load_u8(&self, at: u64) -> u8 {
        if !self.contains(at, 1) {
            return 0;
        }
        // SAFETY: inside the live heap, so inside the memory and below 2^32.
        unsafe { self.memory.read_u8(at as u32) }
    }

    /// Reads four bytes of the live heap; 0 if one of them is elsewhere.
    pub fn load_u32(&self, at: u64) -> u32 {
        if !self.contains(at, 4) {
            return 0;
        }
        // SAFETY: inside the live heap, so inside the memory and below 2^32.
        unsafe { self.memory.read_u32(at as u32) }
    }

    /// Reads eight bytes of the live heap; 0 if one of them is elsewhere.
    pub fn load_u64(&self, at: u64) -> u64 {
        if !self.contains(at, 8) {
            return 0;
        }
        // SAFETY: inside the live heap, so inside the memory and below 2^32.
        unsafe { self.memory.read_u64(at as u32) }
    }

    /// Writes a byte of the live heap; does nothing elsewhere.
    pub fn store_u8(&mut self, at: u64, value: u8) {
        if self.contains(at, 1) {
            // SAFETY: inside the live heap, which is the kernel's, so inside the memory and below 2^32.
            unsafe { self.memory.write_u8(at as u32, value) }
        }
    }

    /// Writes four bytes of the live heap; does nothing if one of them is elsewhere.
    pub fn store_u32(&mut self, at: u64, value: u32) {
        if self.contains(at, 4) {
            // SAFETY: inside the live heap, which is the kernel's, so inside the memory and below 2^32.
            unsafe { self.memory.write_u32(at as u32, value) }
        }
    }

    /// Writes eight bytes of the live heap; does nothing if one of them is elsewhere.
    pub fn store_u64(&mut self, at: u64, value: u64) {
        if self.contains(at, 8) {
            // SAFETY: inside the live heap, which is the kernel's, so inside the memory and below 2^32.
            unsafe { self.memory.write_u64(at as u32, value) }
        }
    }

    /// Reads a word (four bytes) of the kernel's own in the live heap; 0 if a byte of it is elsewhere.
    #[inline(never)] // for size: called from everywhere, and not by plug-ins
    pub fn word(&self, at: u32) -> u32 {
        if !self.holds(at, 4) {
            return 0;
        }
        // SAFETY: inside the live heap, so inside the memory.
        unsafe { self.memory.read_u32(at) }
    }

    /// Writes a word of the kernel's own in the live heap; does nothing if a byte of it is elsewhere.
    #[inline(never)] // for size, as `word`
    pub fn set_word(&mut self, at: u32, value: u32) {
        if self.holds(at, 4) {
            // SAFETY: inside the live heap, which is the kernel's, so inside the memory.
            unsafe { self.memory.write_u32(at, value) }
        }
    }

    /// Writes `len` zeros; does nothing if one would be outside the live heap.
    #[inline(never)] // for size
    pub fn zero(&mut self, at: u32, len: u32) {
        if self.holds(at, len) {
            // SAFETY: inside the live heap, which is the kernel's, so inside the memory.
            unsafe { self.memory.zero(at, len) }
        }
    }

    /// Makes the live heap `bytes` longer, growing the memory as needed; false, and nothing changes, when it cannot.
    pub fn raise(&mut self, bytes: u64) -> bool {
        let bump = self.get(Field::Bump) as u64 + bytes;
        if !self.reserve(HEAP_START as u64 + bump) {
            return false;
        }
        // at most 4 GiB less the heap's start: fits
        let bump = bump as u32;
        self.set(Field::Bump, bump);
        if bump > self.get(Field::Dirty) {
            self.set(Field::Dirty, bump);
        }
        true
    }

    /// Makes the live heap end at `end`; does nothing unless that is inside it and not below its start.
    pub fn lower(&mut self, end: u32) {
        if self.holds(end, 1) {
            self.set(Field::Bump, end - HEAP_START);
        }
    }

    /// Raises the mark that tells which memory was used, as far as there is memory; never lowers it.
    pub fn raise_mark(&mut self, mark: u32) {
        let most = (self.memory.size() - HEAP_START as u64).min(u32::MAX as u64) as u32;
        let mark = mark.min(most);
        if mark > self.get(Field::Dirty) {
            self.set(Field::Dirty, mark);
        }
    }

    /// Whether the live heap can be made `bytes` longer without growing the memory.
    pub fn has_room(&self, bytes: u64) -> bool {
        self.end() + bytes <= self.memory.size()
    }

    /// Grows the memory until `end` is inside it; false when it cannot.
    pub fn reserve(&mut self, end: u64) -> bool {
        let size = self.memory.size();
        if end <= size {
            return true;
        }
        // At most two pages more than 4 GiB, so it fits; the memory refuses what is too much.
        let missing = (end - size).div_ceil(PAGE as u64) as u32;
        // Growing can copy the whole memory in some engines, so double it while it is small.
        let ahead = ((size / PAGE as u64) as u32).min(AHEAD_MAX);
        self.memory.grow(missing.max(ahead)) || self.memory.grow(missing)
    }
}
