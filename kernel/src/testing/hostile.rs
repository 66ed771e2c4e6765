//! A plug-in that writes anything anywhere it can, and calls everything with anything.

use super::random::Random;
use super::vec_memory::VecMemory;
use crate::block::{Kind, ALIGN, HEADER};
use crate::check::verify;
use crate::heap::{narrow, Heap};
use crate::root::HEAP_START;

/// Reads, writes, fills and growths that one operation may take. A walk over a heap of a few hundred blocks would take
/// many more.
const STEPS: u64 = 400;

/// How many bytes are freed after a block before it is handed out again: few, so that many are.
const REST: u32 = 2048;

/// What one operation may take in all: it can find that many blocks have rested long enough, or walk over them.
const MOST_STEPS: u64 = STEPS + 80 * (REST / ALIGN + 1) as u64;

/// A byte pattern that only an earlier call wrote.
const STALE: u64 = 0xa5a5_a5a5_a5a5_a5a5;

/// How far into the heap it wrote that.
const STALE_BYTES: u32 = 24 << 10;

/// Plays one hostile call after an honest one.
///
/// # Panics
/// When an operation panics or takes too long, when something of the earlier call can be read, or when the heap is not
/// usable afterwards.
pub fn run(seed: u64, operations: u32) {
    let random = Random::new(seed);
    let mut attack = Attack {
        heap: Heap::new(VecMemory::new(4)),
        random,
    };
    attack.earlier_call();
    attack.prepare();
    let mut total = 0;
    for _ in 0..operations {
        if attack.random.below(16) == 0 {
            attack.scribble();
        }
        attack.operate();
        let steps = attack.heap.arena().memory().take_accesses();
        assert!(steps <= MOST_STEPS, "an operation took {steps} steps");
        total += steps;
    }
    // Each block that wakes was freed by an operation before.
    let most = u64::from(operations) * STEPS;
    assert!(total <= most, "{operations} operations took {total} steps");
    attack.look_for_stale_bytes();
    attack.use_after_reset();
}

struct Attack {
    heap: Heap<VecMemory<false, REST>>,
    random: Random,
}

impl Attack {
    /// Leaves the stale pattern all over the memory.
    fn earlier_call(&mut self) {
        let at = u64::from(self.heap.begin(STALE_BYTES));
        for off in (0..u64::from(STALE_BYTES)).step_by(8) {
            self.heap.store_u64(at + off, STALE);
        }
        self.heap.reset();
        self.heap.arena().memory().take_accesses();
    }

    /// A small heap with live, resting and free blocks in it.
    fn prepare(&mut self) {
        let len = self.random.below(100) as u32;
        self.begin(len);
        let mut handles = [0; 24];
        for handle in &mut handles {
            let len = self.random.below(200);
            *handle = self.heap.alloc(len);
        }
        for handle in handles {
            if self.random.below(2) == 0 {
                self.heap.free(handle);
            }
        }
        self.heap.arena().memory().take_accesses();
        self.scribble();
    }

    fn begin(&mut self, len: u32) {
        let at = self.heap.begin(len);
        self.overwrite(at, len);
    }

    /// The host's part: it overwrites what it asked for.
    fn overwrite(&mut self, at: u32, len: u32) {
        if at != 0 {
            for off in 0..len {
                self.heap.store_u8(u64::from(at) + u64::from(off), 7);
            }
        }
    }

    fn scribble(&mut self) {
        match self.random.below(3) {
            0 => self.scribble_everywhere(),
            1 => self.scribble_here_and_there(),
            _ => self.forge(),
        }
        self.heap.arena().memory().take_accesses();
    }

    fn scribble_everywhere(&mut self) {
        let end = self.heap.arena().end().min(u64::from(HEAP_START) + 8192);
        for at in (u64::from(HEAP_START)..end).step_by(8) {
            let value = self.random.next();
            self.heap.store_u64(at, value);
        }
    }

    fn scribble_here_and_there(&mut self) {
        for _ in 0..40 {
            let at = self.address() & !3;
            let value = self.word();
            self.store_word(at, value);
        }
    }

    /// Writes headers that are right by themselves but not where they are.
    fn forge(&mut self) {
        for _ in 0..20 {
            let at = (self.address() & !15) as u32;
            let room = self.heap.arena().end().saturating_sub(at.into()) as u32;
            let capacity = match self.random.below(4) {
                0 => room & !15,
                1 => self.word() & !15,
                _ => (self.random.below(24) * 16) as u32,
            };
            let kind = match self.random.below(4) {
                0 => Kind::Live,
                1 => Kind::Resting,
                _ => Kind::Free,
            };
            let note = self.random.below(u64::from(kind.most_noted()) + 1) as u32;
            let at = u64::from(at);
            let (len, previous) = (self.word(), self.word());
            self.store_word(at.wrapping_sub(16), len);
            self.store_word(at.wrapping_sub(12), capacity);
            self.store_word(at.wrapping_sub(8), previous);
            self.store_word(at.wrapping_sub(4), kind.tag(at as u32, capacity) ^ note);
            if self.random.below(2) == 0 {
                let (next, previous) = (self.word(), self.word());
                self.store_word(at, next);
                self.store_word(at + 4, previous);
            }
        }
    }

    fn operate(&mut self) {
        let (a, b) = (self.argument(), self.argument());
        let heap = &mut self.heap;
        match self.random.below(33) {
            0..=4 => drop(heap.alloc(a)),
            5..=6 => drop(heap.alloc(b % 300)),
            7..=12 => heap.free(narrow(a)),
            13 => drop(heap.length(narrow(a))),
            14 => drop((heap.load_u8(a), heap.load_u32(a), heap.load_u64(a))),
            15 => heap.store_u8(a, b as u8),
            16 => heap.store_u64(a, b),
            17 => drop((heap.input_load_u8(a), heap.input_load_u64(a))),
            18 => heap.set_output(a, b),
            19 => heap.set_output(a, b % 64),
            20 => heap.set_error(a),
            21 => drop((
                heap.output_offset(),
                heap.output_length(),
                heap.bytes_in_use(),
                heap.blocks_in_use(),
            )),
            22 => drop(heap.status()),
            23 => drop(heap.error_offset()),
            24 => heap.truncate_input(b as u32),
            25 => {
                let at = heap.next_block(a as u32);
                assert!(at == 0 || at > a as u32);
            }
            26..=28 => {
                let len = (b % 4096) as u32;
                let at = heap.alloc_overwritten(len);
                let steps = heap.arena().memory().take_accesses();
                assert!(steps <= MOST_STEPS, "an allocation took {steps} steps");
                self.overwrite(at, len);
                self.heap.arena().memory().take_accesses();
            }
            29 => heap.discard(narrow(a)),
            30..=31 => {
                let len = heap.readable(narrow(a));
                assert!(len == 0 || a + u64::from(len) <= heap.arena().end());
            }
            _ => self.walk(),
        }
    }

    /// A host that looks at every block must come to an end, too.
    fn walk(&mut self) {
        let (mut at, mut blocks) = (0, 0u32);
        loop {
            self.heap.arena().memory().take_accesses();
            let next = self.heap.next_block(at);
            assert!(self.heap.arena().memory().take_accesses() <= MOST_STEPS);
            if next == 0 {
                return;
            }
            assert!(next > at);
            let len = u64::from(self.heap.length(next));
            assert!(len > 0 && u64::from(next) + len <= self.heap.arena().end());
            at = next;
            blocks += 1;
            assert!(u64::from(blocks) <= self.heap.arena().end() / u64::from(HEADER));
        }
    }

    fn look_for_stale_bytes(&self) {
        let end = self.heap.arena().end().min(u64::from(HEAP_START + STALE_BYTES));
        let heap = &self.heap.arena().memory().bytes()[HEAP_START as usize..end as usize];
        let stale = heap.windows(8).position(|bytes| bytes == STALE.to_le_bytes());
        assert_eq!(stale, None, "left by an earlier call");
    }

    fn use_after_reset(&mut self) {
        self.heap.reset();
        verify(&self.heap);
        assert_eq!(self.heap.begin(5), HEAP_START + HEADER);
        let block = self.heap.alloc(1000);
        let at = u64::from(block);
        verify(&self.heap);
        assert!((0..1000).all(|off| self.heap.load_u8(at + off) == 0));
        self.heap.store_u64(at + 992, 42);
        assert_eq!(self.heap.load_u64(at + 992), 42);
        self.heap.free(block);
        verify(&self.heap);
        assert_ne!(self.heap.alloc(1000), block, "it rests");
        self.heap.free(block);
        verify(&self.heap);
    }

    fn store_word(&mut self, at: u64, value: u32) {
        for (byte, off) in value.to_le_bytes().into_iter().zip(0..) {
            self.heap.store_u8(at.wrapping_add(off), byte);
        }
    }

    /// An address in the heap, or near it.
    fn address(&mut self) -> u64 {
        let heap = self.heap.arena().end() - u64::from(HEAP_START) + 64;
        u64::from(HEAP_START) + self.random.below(heap.min(8192))
    }

    /// A value that could mean something in a header.
    fn word(&mut self) -> u32 {
        match self.random.below(6) {
            0 => 0,
            1 => (self.random.below(64) * 16) as u32,
            2 => u32::MAX - self.random.below(64) as u32,
            3 => self.random.next() as u32,
            _ => (self.address() & !15) as u32,
        }
    }

    fn argument(&mut self) -> u64 {
        match self.random.below(10) {
            0 => self.random.next(),
            1 => u64::MAX - self.random.below(40),
            2 => u64::from(u32::MAX) + 20 - self.random.below(40),
            3 => self.random.below(20),
            4 => self.address(),
            5 => self.heap.arena().end() + 20 - self.random.below(40),
            6 => 4096 + self.random.below(540),
            _ => self.address() & !15,
        }
    }
}
