//! The heap checker: asserts every invariant. In a release build it is an empty function.

#[cfg(not(any(test, feature = "check")))]
use crate::{heap::Heap, memory::Memory};

#[cfg(any(test, feature = "check"))]
pub use checker::{check, verify};

/// Does nothing: the checker is not compiled in.
#[cfg(not(any(test, feature = "check")))]
#[inline(always)]
pub fn check<M: Memory>(_: &Heap<M>) {}

#[cfg(any(test, feature = "check"))]
mod checker {
    use crate::block::{following, Kind, ALIGN, HEADER};
    use crate::heap::Heap;
    use crate::memory::{Memory, PAGE};
    use crate::root::{Field, HEAP_START};
    use crate::size_class::Class;
    use std::collections::BTreeSet;

    /// Checks the heap, unless its memory is one that a test scribbles over.
    pub fn check<M: Memory>(heap: &Heap<M>) {
        if M::CHECKED {
            verify(heap);
        }
    }

    /// Checks the heap.
    ///
    /// # Panics
    /// When an invariant does not hold.
    pub fn verify<M: Memory>(heap: &Heap<M>) {
        let (free, resting) = verify_blocks(heap);
        verify_lists(heap, free);
        verify_ring(heap, resting);
        verify_root(heap);
    }

    /// Blocks follow each other without gaps, name their predecessor, and no two neighbours are free. Returns the free
    /// ones and those that rest.
    fn verify_blocks<M: Memory>(heap: &Heap<M>) -> (BTreeSet<u32>, BTreeSet<u32>) {
        let arena = heap.arena();
        let (mut live, mut bytes, mut previous) = (0u32, 0u64, 0u32);
        let (mut free, mut resting) = (BTreeSet::new(), BTreeSet::new());
        let mut at = following(HEAP_START, 0);
        while u64::from(at) < arena.end() {
            let capacity = if let Some(capacity) = arena.capacity(at, Kind::Live) {
                let len = arena.length(at);
                assert!(len > 0, "live block {at:#x} is empty");
                live += 1;
                bytes += u64::from(len);
                assert!(
                    capacity.get() - len < HEADER + ALIGN,
                    "live block {at:#x} is too large"
                );
                capacity.get()
            } else if let Some(capacity) = arena.capacity(at, Kind::Resting) {
                resting.insert(at);
                capacity.get()
            } else {
                let capacity = arena.capacity(at, Kind::Free).map_or(0, |c| c.get());
                assert!(capacity >= ALIGN, "no header at {at:#x}");
                assert!(
                    !free.contains(&previous),
                    "free neighbours {previous:#x} and {at:#x}"
                );
                free.insert(at);
                // What was merged into it is no block any more. (Looking at the first 4 KiB is quick enough.)
                for inside in (at + ALIGN..at + capacity.min(4096)).step_by(ALIGN as usize) {
                    let header =
                        [Kind::Live, Kind::Resting, Kind::Free].map(|kind| arena.capacity(inside, kind));
                    assert_eq!(header, [None; 3], "stale header at {inside:#x}");
                }
                capacity
            };
            assert_eq!(arena.previous(at), previous, "predecessor of {at:#x}");
            previous = at;
            at = following(at, capacity);
        }
        assert_eq!(
            u64::from(at),
            arena.end() + u64::from(HEADER),
            "the blocks end where the heap ends"
        );
        assert!(
            previous == 0 || !free.contains(&previous),
            "free block {previous:#x} at the top"
        );
        assert_eq!(arena.get(Field::Last), previous, "topmost block");
        assert_eq!(heap.blocks_in_use(), live);
        assert_eq!(u64::from(heap.bytes_in_use()), bytes);
        (free, resting)
    }

    /// The ring holds resting blocks, each once, and no more than it should. A block that was the output or the error when
    /// it had rested long enough is in it no more.
    fn verify_ring<M: Memory>(heap: &Heap<M>, mut resting: BTreeSet<u32>) {
        let arena = heap.arena();
        let last = arena.get(Field::RestLast);
        if last == 0 {
            return;
        }
        let capacity = |at| arena.capacity(at, Kind::Resting).map_or(0, |c| c.get());
        let (mut at, mut bytes, first) = (last, 0, arena.word(last - 16));
        loop {
            at = arena.word(at - 16);
            assert!(
                resting.remove(&at),
                "{at:#x} is in the ring, but does not rest, or twice"
            );
            bytes += capacity(at);
            if at == last {
                break;
            }
        }
        assert_eq!(arena.get(Field::RestBytes), bytes, "bytes that rest");
        assert!(
            bytes - capacity(first) < M::REST,
            "{first:#x} has rested too long"
        );
    }

    /// Each free block is in the list of its class, once, and the lists hold nothing else.
    fn verify_lists<M: Memory>(heap: &Heap<M>, mut free: BTreeSet<u32>) {
        let arena = heap.arena();
        assert_eq!(arena.get(Field::Broken), 0, "lists were forgotten");
        for class in (0..Class::COUNT).filter_map(Class::new) {
            let (mut at, mut previous) = (arena.first(class), 0);
            while at != 0 {
                assert!(free.remove(&at), "{at:#x} is in a list, but not free or in two");
                let capacity = arena.capacity(at, Kind::Free).map_or(0, |c| c.get());
                assert_eq!(Class::of(capacity), class, "class of {at:#x}");
                assert_eq!(arena.word(at + 4), previous, "link back from {at:#x}");
                previous = at;
                at = arena.word(at);
            }
        }
        assert!(free.is_empty(), "free, but in no list: {free:x?}");
    }

    /// Marks and ranges are where they may be.
    fn verify_root<M: Memory>(heap: &Heap<M>) {
        let arena = heap.arena();
        assert!(arena.memory().size() >= u64::from(PAGE));
        assert_eq!(arena.get(Field::Bump) % ALIGN, 0);
        assert!(arena.get(Field::Bump) <= arena.get(Field::Dirty));
        assert!(u64::from(HEAP_START) + u64::from(arena.get(Field::Dirty)) <= arena.memory().size());
        let input = heap.input_offset();
        if heap.input_length() != 0 {
            assert_eq!(heap.input_length(), heap.length(input), "the input is a block");
        }
        assert_eq!(heap.error() != 0, heap.status() & 2 != 0);
        if heap.output_length() != 0 {
            assert!(arena.contains(heap.output_offset().into(), heap.output_length().into()));
            assert_eq!(heap.status() & 1, 1);
        }
    }
}
