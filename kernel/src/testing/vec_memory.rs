//! A memory in a vector: every access outside panics, and accesses are counted.

use crate::memory::{Memory, PAGE};
use std::cell::Cell;
use std::vec::Vec;

/// A memory of at most `max_pages`. `CHECKED`: whether the heap checker runs with every operation. `REST`: how many bytes
/// are freed after a block before it is handed out again.
pub struct VecMemory<const CHECKED: bool = true, const REST: u32 = { 256 << 10 }> {
    bytes: Vec<u8>,
    max_pages: u32,
    accesses: Cell<u64>,
}

impl<const CHECKED: bool, const REST: u32> VecMemory<CHECKED, REST> {
    /// One page of zeros.
    pub fn new(max_pages: u32) -> Self {
        VecMemory {
            bytes: std::vec![0; PAGE as usize],
            max_pages,
            accesses: Cell::new(0),
        }
    }

    /// All of it.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// All of it, to be written over.
    pub fn bytes_mut(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// The most bytes it can have.
    pub fn max_size(&self) -> u64 {
        u64::from(self.max_pages) * u64::from(PAGE)
    }

    /// Reads, writes, fills and growths since this was last asked.
    pub fn take_accesses(&self) -> u64 {
        self.accesses.take()
    }

    fn array<const N: usize>(&self, at: u32) -> [u8; N] {
        self.accesses.set(self.accesses.get() + 1);
        let mut array = [0; N];
        array.copy_from_slice(&self.bytes[at as usize..][..N]);
        array
    }

    fn put<const N: usize>(&mut self, at: u32, array: [u8; N]) {
        self.accesses.set(self.accesses.get() + 1);
        self.bytes[at as usize..][..N].copy_from_slice(&array);
    }
}

// SAFETY: the size is the vector's own, which starts at one page and only grows.
unsafe impl<const CHECKED: bool, const REST: u32> Memory for VecMemory<CHECKED, REST> {
    const CHECKED: bool = CHECKED;
    const REST: u32 = REST;

    fn size(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn grow(&mut self, pages: u32) -> bool {
        self.accesses.set(self.accesses.get() + 1);
        let size = self.size() + u64::from(pages) * u64::from(PAGE);
        if size > self.max_size() {
            return false;
        }
        self.bytes.resize(size as usize, 0);
        true
    }

    unsafe fn read_u8(&self, at: u32) -> u8 {
        self.array::<1>(at)[0]
    }

    unsafe fn read_u32(&self, at: u32) -> u32 {
        u32::from_le_bytes(self.array(at))
    }

    unsafe fn read_u64(&self, at: u32) -> u64 {
        u64::from_le_bytes(self.array(at))
    }

    unsafe fn write_u8(&mut self, at: u32, value: u8) {
        self.put(at, [value]);
    }

    unsafe fn write_u32(&mut self, at: u32, value: u32) {
        self.put(at, value.to_le_bytes());
    }

    unsafe fn write_u64(&mut self, at: u32, value: u64) {
        self.put(at, value.to_le_bytes());
    }

    unsafe fn zero(&mut self, at: u32, len: u32) {
        self.accesses.set(self.accesses.get() + 1);
        self.bytes[at as usize..][..len as usize].fill(0);
    }
}
