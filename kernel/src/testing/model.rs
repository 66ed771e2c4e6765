//! A model of the heap: it says what each operation must do, in the simplest possible way.

use super::op::Op;
use super::vec_memory::VecMemory;
use crate::block::{capacity_for, Kind, HEADER};
use crate::heap::{narrow, status, Heap};
use crate::memory::Memory;
use crate::root::{Field, HEAP_START};
use std::collections::{BTreeMap, VecDeque};
use std::vec::Vec;

/// Runs the operations on a heap of at most `max_pages`, in which blocks rest until `REST` bytes were freed after them,
/// and compares it with the model after each.
///
/// # Panics
/// When the two differ, or the heap checker finds something.
pub fn run<const REST: u32>(ops: &[Op], max_pages: u32) {
    let mut model = Model::<REST>::new(max_pages);
    for (index, op) in ops.iter().enumerate() {
        model.apply(*op, index as u8 | 1);
        model.compare();
    }
    let arena = model.heap.arena();
    let unused = &arena.memory().bytes()[(HEAP_START + arena.get(Field::Dirty)) as usize..];
    assert!(
        unused.iter().all(|byte| *byte == 0),
        "memory that was never handed out is not zero"
    );
}

struct Model<const REST: u32> {
    heap: Heap<VecMemory<true, REST>>,
    /// Contents of the live blocks.
    blocks: BTreeMap<u32, Vec<u8>>,
    /// The freed blocks that are to be handed out again, in the order of their freeing.
    ring: VecDeque<Rested>,
    /// Those that were the output or the error when it was their turn.
    asleep: Vec<Rested>,
    /// Address and length.
    input: Option<(u32, u32)>,
    output: Option<(u64, u64)>,
    error: u64,
    /// Whether an allocation of the plug-in's has failed since the reset.
    exhausted: bool,
}

/// A block that was freed.
struct Rested {
    at: u32,
    capacity: u32,
    contents: Vec<u8>,
    discarded: bool,
}

impl<const REST: u32> Model<REST> {
    fn new(max_pages: u32) -> Self {
        Model {
            heap: Heap::new(VecMemory::new(max_pages)),
            blocks: BTreeMap::new(),
            ring: VecDeque::new(),
            asleep: Vec::new(),
            input: None,
            output: None,
            error: 0,
            exhausted: false,
        }
    }

    fn apply(&mut self, op: Op, fill: u8) {
        match op {
            Op::Begin { len, keep } => self.begin(len, keep, fill),
            Op::Reset => {
                self.heap.reset();
                self.forget();
            }
            Op::Truncate { len } => self.truncate(len),
            Op::Alloc { len } => {
                let end = self.heap.arena().end();
                let at = self.heap.alloc(len);
                self.squeezed(at, len, end);
                self.allocated(at, len);
                self.exhausted |= at == 0 && len != 0;
                if at != 0 {
                    let capacity = self.capacity(at);
                    assert!(
                        self.bytes(at, capacity).iter().all(|b| *b == 0),
                        "a fresh block is not zero"
                    );
                    // so that a later block cannot be zero by chance
                    self.write_all(at, fill, 256);
                }
            }
            Op::HostAlloc { len } => {
                let end = self.heap.arena().end();
                let at = self.heap.alloc_overwritten(len);
                self.squeezed(at, len.into(), end);
                self.allocated(at, len.into());
                if at != 0 {
                    self.write_all(at, fill, u32::MAX);
                    self.check_padding(at);
                }
            }
            Op::Free { pick } => {
                if let Some(at) = self.pick(pick) {
                    self.free(at.into(), false);
                    // again: ignored, unless it was pinned and is still there
                    self.free(at.into(), false);
                }
            }
            Op::FreeInside { pick, off } => {
                if let Some(at) = self.pick(pick) {
                    self.free(u64::from(at) + u64::from(off), false);
                }
            }
            Op::FreeRaw { handle } => self.free(handle, false),
            Op::Discard { pick } => {
                if let Some(at) = self.pick(pick) {
                    self.free(at.into(), true);
                }
            }
            Op::FreeResting { pick } => {
                if let Some(at) = self.pick_resting(pick) {
                    self.free(at.into(), pick % 2 == 0);
                }
            }
            Op::OutputResting { pick, off, len } => {
                if let Some(at) = self.pick_resting(pick) {
                    self.set_output((at + off % 64).into(), len.into());
                }
            }
            Op::ErrorResting { pick } => {
                let handle = self.pick_resting(pick).unwrap_or(0).into();
                self.set_error(handle);
            }
            Op::Store { pick, off, value } => self.store(pick, off, value),
            Op::Output { pick, off, len } => {
                if let Some(at) = self.pick(pick) {
                    let have = self.blocks[&at].len() as u32;
                    let off = off % have;
                    self.set_output((at + off).into(), len.min(have - off).into());
                }
            }
            Op::OutputRaw { at, len } => self.set_output(at, len),
            Op::Error { pick } => {
                let handle = self.pick(pick).unwrap_or(0).into();
                self.set_error(handle);
            }
            Op::ErrorRaw { handle } => self.set_error(handle),
        }
    }

    fn begin(&mut self, len: u32, keep: u32, fill: u8) {
        let at = self.heap.begin(len);
        self.forget();
        self.allocated(at, len.into());
        if at == 0 {
            return;
        }
        self.input = Some((at, len));
        // The host encodes `keep` bytes into the block; the others keep what was in memory until it truncates.
        let keep = keep.min(len);
        for off in 0..keep {
            self.heap.store_u8(u64::from(at + off), fill);
        }
        let contents = self.bytes(at, len).to_vec();
        self.blocks.insert(at, contents);
        self.truncate(keep);
    }

    fn truncate(&mut self, len: u32) {
        self.heap.truncate_input(len);
        let Some((at, old)) = self.input else { return };
        if len >= old {
            return;
        }
        if len == 0 {
            self.input = None;
            self.blocks.remove(&at);
            return;
        }
        self.input = Some((at, len));
        if let Some(contents) = self.blocks.get_mut(&at) {
            contents.truncate(len as usize);
        }
        self.check_padding(at);
    }

    fn free(&mut self, handle: u64, discarded: bool) {
        let at = narrow(handle);
        let capacity = self.capacity(at);
        if discarded {
            self.heap.discard(at);
        } else {
            self.heap.free(at);
        }
        if !self.blocks.contains_key(&at) {
            return;
        }
        if self.input.is_some_and(|(input, _)| input == at) {
            self.input = None;
        }
        if self.is_pinned(at, capacity) {
            return;
        }
        let contents = self.blocks.remove(&at).unwrap_or_default();
        self.ring.push_back(Rested {
            at,
            capacity,
            contents,
            discarded,
        });
        while self.first_has_rested() {
            self.wake();
        }
    }

    fn is_pinned(&self, at: u32, capacity: u32) -> bool {
        let (start, end) = (u64::from(at), u64::from(at) + u64::from(capacity));
        let output = self
            .output
            .is_some_and(|(from, len)| len > 0 && from < end && start < from + len);
        output || (start <= self.error && self.error < end)
    }

    fn first_has_rested(&self) -> bool {
        let later: u32 = self.ring.iter().skip(1).map(|block| block.capacity).sum();
        !self.ring.is_empty() && later >= REST
    }

    fn wake(&mut self) {
        if let Some(block) = self.ring.pop_front() {
            if self.is_pinned(block.at, block.capacity) {
                self.asleep.push(block);
            }
        }
    }

    /// An allocation hands resting blocks out where there is no room besides, the oldest first. `end` is where the heap
    /// ended before it.
    fn squeezed(&mut self, at: u32, len: u64, end: u64) {
        let Some(capacity) = capacity_for(len) else { return };
        let resting = self.heap_ring();
        if at == 0 {
            assert!(
                resting.is_empty(),
                "refused, though {} blocks rest",
                resting.len()
            );
        }
        let needed = end + u64::from(HEADER) + u64::from(capacity);
        let fits = needed <= self.heap.arena().memory().max_size();
        while self.ring.len() > resting.len() {
            assert!(!fits, "a block was handed out too early");
            self.wake();
        }
    }

    /// The addresses of the blocks in the heap's ring, in the order of their freeing.
    fn heap_ring(&self) -> Vec<u32> {
        let arena = self.heap.arena();
        let last = arena.get(Field::RestLast);
        let mut ring = Vec::new();
        let mut at = last;
        while at != 0 {
            at = arena.word(at - 16);
            ring.push(at);
            if at == last {
                break;
            }
        }
        ring
    }

    fn store(&mut self, pick: u32, off: u32, value: u64) {
        let Some(at) = self.pick(pick) else { return };
        let Some(contents) = self.blocks.get_mut(&at) else {
            return;
        };
        let off = off as usize % contents.len();
        let address = u64::from(at) + off as u64;
        if off + 8 <= contents.len() {
            contents[off..off + 8].copy_from_slice(&value.to_le_bytes());
            self.heap.store_u64(address, value);
            assert_eq!(self.heap.load_u64(address), value);
        } else {
            contents[off] = value as u8;
            self.heap.store_u8(address, value as u8);
            assert_eq!(self.heap.load_u8(address), value as u8);
        }
    }

    fn set_output(&mut self, at: u64, len: u64) {
        self.heap.set_output(at, len);
        let (start, end) = (u128::from(HEAP_START), u128::from(self.heap.arena().end()));
        let (from, to) = (u128::from(at), u128::from(at) + u128::from(len));
        if (at, len) == (0, 0) || (start <= from && from < end && to <= end) {
            self.output = Some((at, len));
        }
    }

    fn set_error(&mut self, handle: u64) {
        self.heap.set_error(handle);
        self.error = handle;
    }

    /// Checks the answer to a request for `len` bytes, and notes the block.
    fn allocated(&mut self, at: u32, len: u64) {
        if at == 0 {
            let needed = u128::from(self.heap.arena().end()) + u128::from(HEADER) + u128::from(len);
            let fits = needed.next_multiple_of(16) <= u128::from(self.heap.arena().memory().max_size());
            assert!(len == 0 || !fits, "{len} bytes would fit");
            return;
        }
        assert_eq!(at % 16, 0);
        assert_eq!(u64::from(self.heap.length(at)), len);
        let end = u64::from(at) + u64::from(self.capacity(at));
        assert!(end <= self.heap.arena().memory().size());
        let live = self
            .blocks
            .iter()
            .map(|(at, contents)| (*at, contents.len() as u64));
        let resting = self.resting().map(|block| (block.at, block.capacity.into()));
        for (other, bytes) in live.chain(resting) {
            let other_end = u64::from(other) + bytes;
            assert!(
                end <= u64::from(other) || other_end <= u64::from(at),
                "overlaps {other:#x}"
            );
        }
        let contents = self.bytes(at, len as u32).to_vec();
        self.blocks.insert(at, contents);
    }

    /// What the host or the plug-in does with a new block: writes the first `dense` bytes, and then only some words and
    /// the end.
    fn write_all(&mut self, at: u32, fill: u8, dense: u32) {
        let len = self.heap.length(at);
        let mut contents = self.bytes(at, len).to_vec();
        let mut off = 0;
        while off < len {
            let width = if len - off >= 8 { 8 } else { 1 };
            if width == 8 {
                self.heap
                    .store_u64(u64::from(at + off), u64::from_le_bytes([fill; 8]));
            } else {
                self.heap.store_u8(u64::from(at + off), fill);
            }
            contents[off as usize..][..width].fill(fill);
            let middle = dense <= off && off + 1024 < len;
            off += if middle { 512 } else { width as u32 };
        }
        self.blocks.insert(at, contents);
    }

    fn check_padding(&self, at: u32) {
        let len = self.heap.length(at) as usize;
        let padding = &self.bytes(at, self.capacity(at))[len..];
        assert!(
            padding.iter().all(|byte| *byte == 0),
            "stale bytes behind a block"
        );
    }

    fn forget(&mut self) {
        let resting = self.resting().map(|block| block.at).collect::<Vec<_>>();
        self.ring.clear();
        self.asleep.clear();
        for at in std::mem::take(&mut self.blocks).into_keys().chain(resting) {
            if self.input.is_none() && self.heap.input_length() == 0 {
                assert_eq!(self.heap.length(at), 0);
                assert_eq!(self.heap.readable(at), 0);
                assert_eq!(self.heap.load_u64(at.into()), 0);
            }
        }
        self.input = None;
        self.output = None;
        self.error = 0;
        self.exhausted = false;
    }

    fn compare(&self) {
        let heap = &self.heap;
        for (at, contents) in &self.blocks {
            assert_eq!(heap.length(*at) as usize, contents.len());
            assert_eq!(heap.readable(*at) as usize, contents.len());
            assert!(
                self.bytes(*at, contents.len() as u32) == contents.as_slice(),
                "contents of {at:#x}"
            );
            for off in (1..20).chain([32, 48, contents.len() as u64]) {
                let inside = u64::from(*at) + off;
                let other = u32::try_from(inside).is_ok_and(|at| self.blocks.contains_key(&at));
                assert!(
                    other || heap.length(narrow(inside)) == 0,
                    "{inside:#x} is no block"
                );
            }
        }
        assert_eq!(heap.blocks_in_use() as usize, self.blocks.len());
        let bytes: usize = self.blocks.values().map(Vec::len).sum();
        assert_eq!(heap.bytes_in_use() as usize, bytes);
        self.compare_resting();
        self.compare_walk();
        self.compare_input();

        let end = heap.arena().end();
        let output = self
            .output
            .filter(|(at, len)| at + len <= end)
            .map_or(0, |(_, len)| len);
        assert_eq!(u64::from(heap.output_length()), output);
        assert_eq!(
            u64::from(heap.output_offset()),
            self.output.map_or(0, |(at, _)| at)
        );
        assert_eq!(heap.error(), self.error);
        let good = u32::try_from(self.error)
            .ok()
            .filter(|at| self.blocks.contains_key(at) || self.resting().any(|b| b.at == *at && !b.discarded));
        assert_eq!(heap.error_offset(), good.unwrap_or(0));
        let mut bits = if self.output.is_some() { status::OUTPUT } else { 0 };
        if self.error != 0 {
            bits |= if good.is_some() {
                status::ERROR
            } else {
                status::ERROR | status::BAD_ERROR
            };
        }
        if self.exhausted {
            bits |= status::EXHAUSTED;
        }
        assert_eq!(heap.status(), bits);
        // The heap's edges.
        assert_eq!(heap.load_u64(0), 0);
        assert_eq!(heap.load_u64(u64::from(HEAP_START) - 1), 0);
        assert_eq!(heap.load_u64(end - 7), 0);
        assert_eq!(heap.load_u8(end), 0);
    }

    fn compare_resting(&self) {
        let ring: Vec<u32> = self.ring.iter().map(|block| block.at).collect();
        assert_eq!(self.heap_ring(), ring, "what rests");
        for block in self.resting() {
            let len = block.contents.len() as u32;
            assert_eq!(self.heap.length(block.at), 0, "{:#x} was freed", block.at);
            let readable = if block.discarded { 0 } else { len };
            assert_eq!(self.heap.readable(block.at), readable, "as an argument");
            assert_eq!(self.heap.readable(block.at + 1), 0);
            assert!(
                self.bytes(block.at, len) == block.contents,
                "contents of {:#x}",
                block.at
            );
        }
    }

    fn resting(&self) -> impl Iterator<Item = &Rested> {
        self.ring.iter().chain(&self.asleep)
    }

    fn pick_resting(&self, pick: u32) -> Option<u32> {
        let count = self.ring.len() + self.asleep.len();
        self.resting()
            .nth(pick as usize % count.max(1))
            .map(|block| block.at)
    }

    fn compare_walk(&self) {
        let mut at = 0;
        for expected in self.blocks.keys() {
            at = self.heap.next_block(at);
            assert_eq!(at, *expected, "walk");
        }
        assert_eq!(self.heap.next_block(at), 0, "the walk goes on");
    }

    fn compare_input(&self) {
        let heap = &self.heap;
        let Some((at, len)) = self.input else {
            assert_eq!(heap.input_length(), 0);
            assert_eq!(heap.input_load_u8(0), 0);
            assert_eq!(heap.input_load_u64(0), 0);
            return;
        };
        assert_eq!((heap.input_offset(), heap.input_length()), (at, len));
        let contents = &self.blocks[&at];
        for off in [0, 1, len / 2, len - 1].into_iter().filter(|off| *off < len) {
            assert_eq!(heap.input_load_u8(off.into()), contents[off as usize]);
            let word = contents.get(off as usize..off as usize + 8).map_or(0, |bytes| {
                bytes
                    .iter()
                    .rev()
                    .fold(0, |word, byte| word << 8 | u64::from(*byte))
            });
            assert_eq!(heap.input_load_u64(off.into()), word);
        }
        assert_eq!(heap.input_load_u8(len.into()), 0);
        assert_eq!(heap.input_load_u64(u64::MAX - 3), 0);
    }

    fn pick(&self, pick: u32) -> Option<u32> {
        let index = pick as usize % self.blocks.len().max(1);
        self.blocks.keys().nth(index).copied()
    }

    fn capacity(&self, at: u32) -> u32 {
        self.heap
            .arena()
            .capacity(at, Kind::Live)
            .map_or(0, |capacity| capacity.get())
    }

    fn bytes(&self, at: u32, len: u32) -> &[u8] {
        &self.heap.arena().memory().bytes()[at as usize..][..len as usize]
    }
}
