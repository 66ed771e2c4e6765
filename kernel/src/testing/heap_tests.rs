//! Named behaviours of the heap, one test each.

use super::vec_memory::VecMemory;
use crate::arena::Arena;
use crate::block::{Kind, ALIGN, HEADER};
use crate::check::verify;
use crate::heap::{narrow, status, Heap};
use crate::memory::{Memory, PAGE};
use crate::root::{Field, HEAP_START, ROOT};

/// How many bytes are freed after a block before it is handed out again, as in the kernel module.
const REST: u32 = VecMemory::<true>::REST;

fn heap(max_pages: u32) -> Heap<VecMemory> {
    Heap::new(VecMemory::new(max_pages))
}

/// A heap that hands out at once what was freed.
fn restless(max_pages: u32) -> Heap<VecMemory<true, 0>> {
    Heap::new(VecMemory::new(max_pages))
}

fn unchecked() -> Heap<VecMemory<false, 0>> {
    Heap::new(VecMemory::new(4))
}

fn end<M: Memory>(heap: &Heap<M>) -> u64 {
    heap.arena().end()
}

fn fill<M: Memory>(heap: &mut Heap<M>, at: u32, byte: u8) {
    for off in 0..heap.length(at) {
        heap.store_u8((at + off).into(), byte);
    }
}

#[test]
fn an_all_zero_memory_is_an_empty_heap() {
    let heap = heap(1);
    verify(&heap);
    assert_eq!(
        (heap.status(), heap.bytes_in_use(), heap.next_block(0)),
        (0, 0, 0)
    );
    assert_eq!(end(&heap), HEAP_START.into());
}

#[test]
fn a_reset_touches_nothing_but_the_root() {
    let mut heap = heap(1);
    let at = heap.alloc(64);
    fill(&mut heap, at, 9);
    heap.reset();
    assert_eq!(
        heap.arena().memory().bytes()[at as usize],
        9,
        "the payload is not zeroed"
    );
    assert_eq!(heap.load_u8(at.into()), 0, "but cannot be read");
    assert_eq!(heap.length(at), 0);
}

#[test]
fn a_fresh_block_is_zero_where_an_earlier_call_wrote() {
    let mut heap = heap(1);
    let at = heap.alloc(100);
    fill(&mut heap, at, 0xff);
    heap.reset();
    // longer than what was used, so that it is zeroed in part
    assert_eq!(heap.alloc(500), at);
    assert!((0..500).all(|off| heap.load_u8(u64::from(at) + off) == 0));
}

#[test]
fn only_what_was_used_before_is_zeroed() {
    let mut heap = unchecked();
    heap.alloc(100);
    heap.arena().memory().take_accesses();
    heap.alloc(PAGE.into());
    let fresh = heap.arena().memory().take_accesses();
    heap.reset();
    heap.arena().memory().take_accesses();
    heap.alloc(PAGE.into());
    assert!(
        heap.arena().memory().take_accesses() <= fresh + 1,
        "the number of steps does not depend on the size"
    );
}

#[test]
fn a_freed_block_at_the_top_lowers_the_mark() {
    let mut heap = restless(1);
    let (a, b) = (heap.alloc(10), heap.alloc(20));
    heap.free(b);
    assert_eq!(end(&heap), u64::from(a + ALIGN));
    heap.free(a);
    assert_eq!(end(&heap), HEAP_START.into());
    assert_eq!(heap.alloc(3), a);
}

#[test]
fn neighbours_are_merged_on_both_sides() {
    for order in [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]] {
        let mut heap = restless(1);
        let blocks: [u32; 5] = core::array::from_fn(|_| heap.alloc(48));
        for index in order {
            heap.free(blocks[index]);
        }
        let merged = heap
            .arena()
            .capacity(blocks[1], Kind::Free)
            .map(|capacity| capacity.get());
        assert_eq!(merged, Some(3 * 48 + 2 * HEADER), "{order:?}");
        assert_eq!(heap.alloc(u64::from(3 * 48 + 2 * HEADER)), blocks[1]);
        assert_eq!(heap.length(blocks[2]), 0);
    }
}

#[test]
fn what_is_too_much_of_a_free_block_is_cut_off() {
    let mut heap = restless(1);
    let (a, _guard) = (heap.alloc(1000), heap.alloc(1));
    heap.free(a);
    assert_eq!(heap.alloc(100), a);
    assert_eq!(heap.alloc(100), a + 112 + HEADER);
}

#[test]
fn the_outputs_block_outlives_its_free() {
    let mut heap = heap(1);
    let (a, b, c) = (heap.alloc(32), heap.alloc(32), heap.alloc(32));
    heap.set_output(u64::from(b) + 8, 4);
    for at in [a, b, c] {
        heap.free(at);
    }
    assert_eq!((heap.length(a), heap.length(b), heap.length(c)), (0, 32, 0));
    assert_eq!((heap.output_offset(), heap.output_length()), (b + 8, 4));
    assert_eq!(heap.blocks_in_use(), 1);
}

#[test]
fn the_errors_block_outlives_its_free() {
    let mut heap = heap(1);
    let a = heap.alloc(32);
    heap.set_error(a.into());
    heap.free(a);
    assert_eq!(heap.error_offset(), a);
    assert_eq!(heap.status(), status::ERROR);
    heap.set_error(0);
    heap.free(a);
    assert_eq!((heap.length(a), heap.status()), (0, 0));
}

#[test]
fn an_input_that_is_the_output_is_empty_but_stays() {
    let mut heap = heap(1);
    let input = heap.begin(9);
    fill(&mut heap, input, 5);
    heap.set_output(input.into(), 9);
    heap.free(input);
    assert_eq!(
        (heap.input_length(), heap.output_length(), heap.length(input)),
        (0, 9, 9)
    );
    assert_eq!(heap.load_u8(input.into()), 5);
}

#[test]
fn a_bad_error_handle_is_kept_and_told() {
    let mut heap = heap(1);
    let at = u64::from(heap.alloc(8));
    for handle in [at + 1, 1 << 32 | at, u64::MAX] {
        heap.set_error(handle);
        assert_eq!(heap.error(), handle);
        assert_eq!(heap.error_offset(), 0);
        assert_eq!(heap.status(), status::ERROR | status::BAD_ERROR);
    }
}

#[test]
fn a_truncated_input_gives_the_surplus_back() {
    let mut heap = heap(1);
    let old = heap.alloc(2000);
    fill(&mut heap, old, 0xff);
    let input = heap.begin(1500);
    heap.truncate_input(21);
    assert_eq!(end(&heap), u64::from(input + 32));
    assert_eq!(
        (heap.input_length(), heap.length(input), heap.bytes_in_use()),
        (21, 21, 21)
    );
    assert!(
        (21..32).all(|off| heap.load_u8(u64::from(input) + off) == 0),
        "the padding is stale"
    );
    heap.truncate_input(22);
    assert_eq!(heap.input_length(), 21);
    heap.truncate_input(0);
    assert_eq!(
        (heap.input_length(), heap.blocks_in_use(), end(&heap)),
        (0, 0, HEAP_START.into())
    );
}

#[test]
fn a_truncated_input_below_the_top_shows_nothing_stale() {
    for len in [0, 5] {
        let mut heap = heap(1);
        let old = heap.alloc(2000);
        fill(&mut heap, old, 0xff);
        let input = heap.begin(1500);
        heap.alloc(1);
        for off in 0..len {
            heap.store_u8(u64::from(input + off), 1);
        }
        heap.truncate_input(len);
        assert!((len..1500).all(|off| heap.load_u8(u64::from(input + off)) != 0xff));
    }
}

#[test]
fn the_memory_is_used_to_its_last_byte() {
    for pages in 1..4 {
        let mut heap = heap(pages);
        let room = u64::from(pages * PAGE - HEAP_START - HEADER);
        assert_eq!(heap.alloc(room + 1), 0);
        let at = heap.alloc(room);
        assert_ne!(at, 0);
        assert_eq!(heap.alloc(1), 0);
        heap.store_u8(u64::from(at) + room - 1, 7);
        assert_eq!(heap.load_u8(u64::from(at) + room - 1), 7);
        assert_eq!(heap.load_u64(u64::from(at) + room - 7), 0);
    }
}

#[test]
fn sizes_that_no_memory_has_are_refused() {
    let mut heap = heap(2);
    for len in [
        0,
        u64::MAX,
        u64::MAX - 15,
        1 << 32,
        (1 << 32) - 1,
        (1 << 32) - 16,
        (1 << 32) - 4625,
        1 << 63,
    ] {
        assert_eq!(heap.alloc(len), 0, "{len}");
    }
    for len in [0, u32::MAX, u32::MAX - 15, u32::MAX - 31] {
        assert_eq!(heap.alloc_overwritten(len), 0);
        assert_eq!(heap.begin(len), 0);
        assert_eq!(heap.input_length(), 0);
    }
    assert_eq!(end(&heap), HEAP_START.into());
}

#[test]
fn a_handle_over_four_gib_is_not_cut_to_a_good_one() {
    let mut heap = heap(1);
    let at = u64::from(heap.alloc(16));
    heap.store_u64(1 << 32 | at, 1);
    assert_eq!(heap.load_u64(at), 0);
    assert_eq!(narrow(1 << 32 | at), 0);
    heap.set_output(1 << 32 | at, 4);
    heap.set_output(at, 1 << 32);
    heap.set_output(at, u64::MAX - at + 1);
    assert_eq!(heap.status(), 0);
}

#[test]
fn a_broken_list_is_forgotten_until_the_reset() {
    let mut heap = unchecked();
    let (a, guard) = (heap.alloc(64), heap.alloc(64));
    heap.free(a);
    // a link to a block that is not free
    heap.store_u64(a.into(), guard.into());
    let b = heap.alloc(64);
    assert!(b > a, "the broken block is not handed out");
    assert_eq!(heap.arena().get(Field::Broken), 1);
    let c = heap.alloc(64);
    heap.free(b);
    assert!(heap.alloc(64) > c, "nothing is reused any more");
    heap.reset();
    verify(&heap);
    assert_eq!(heap.alloc(64), a);
}

#[test]
fn a_copied_header_is_no_block() {
    let mut heap = unchecked();
    let (a, b) = (heap.alloc(64), heap.alloc(64));
    for off in [0, 8] {
        let word = heap.load_u64(u64::from(a) - 16 + off);
        heap.store_u64(u64::from(b) + off, word);
    }
    assert_eq!(heap.length(b + 16), 0);
    heap.free(b + 16);
    verify(&heap);
}

#[test]
fn free_neighbours_do_not_make_the_walk_long() {
    let mut heap = unchecked();
    let first = heap.alloc(16);
    let area = heap.alloc(4096);
    for at in (first..area + 4000).step_by(32) {
        let header = u64::from(at) - 16;
        heap.store_u64(header, 16 << 32);
        heap.store_u64(header + 8, u64::from(Kind::Free.tag(at, 16)) << 32);
    }
    heap.arena().memory().take_accesses();
    heap.next_block(0);
    assert!(heap.arena().memory().take_accesses() < 40);
}

#[test]
fn a_list_tied_into_a_loop_is_not_followed_for_ever() {
    let mut heap = unchecked();
    let (a, _guard) = (heap.alloc(128), heap.alloc(1));
    heap.free(a);
    // too small for 144 bytes, but of the same class
    heap.store_u64(a.into(), a.into());
    heap.arena().memory().take_accesses();
    assert!(heap.alloc(144) > a);
    assert!(heap.arena().memory().take_accesses() < 200);
}

/// Writes the heap of one memory over that of another, as a host does; the heap with it.
fn moved<const REST: u32>(
    from: &Heap<VecMemory<true, REST>>,
    mut to: Heap<VecMemory<true, REST>>,
) -> Heap<VecMemory<true, REST>> {
    let (start, end) = (ROOT as usize, from.extent() as usize);
    assert!(to.reserve(from.extent()));
    let mark = to.watermark();
    let mut memory = to.into_memory();
    memory.bytes_mut()[start..end].copy_from_slice(&from.arena().memory().bytes()[start..end]);
    let mut to = Heap::new(memory);
    to.raise_watermark(mark);
    to
}

#[test]
fn the_extent_is_where_the_live_heap_ends() {
    let mut heap = heap(4);
    assert_eq!(heap.extent(), HEAP_START);
    let at = heap.alloc(100);
    assert_eq!(heap.extent(), at + 112);
    assert_eq!(heap.watermark(), at + 112 - HEAP_START);
    heap.reset();
    assert_eq!(heap.extent(), HEAP_START);
    assert_eq!(
        heap.watermark(),
        at + 112 - HEAP_START,
        "a reset leaves what was written"
    );
}

#[test]
fn the_watermark_only_rises_and_stays_inside_the_memory() {
    let mut heap = heap(2);
    heap.raise_watermark(96);
    heap.raise_watermark(32);
    assert_eq!(heap.watermark(), 96);
    heap.raise_watermark(u32::MAX);
    assert_eq!(heap.watermark(), PAGE - HEAP_START);
    verify(&heap);
}

#[test]
fn memory_is_reserved_up_to_its_maximum() {
    let mut heap = heap(3);
    assert!(heap.reserve(PAGE) && heap.arena().memory().size() == PAGE.into());
    assert!(heap.reserve(PAGE + 1) && heap.arena().memory().size() == u64::from(2 * PAGE));
    assert!(heap.reserve(3 * PAGE));
    assert!(!heap.reserve(3 * PAGE + 1) && !heap.reserve(u32::MAX));
    assert_eq!(heap.arena().memory().size(), u64::from(3 * PAGE));
}

#[test]
fn a_heap_can_be_moved_into_a_dirtier_memory() {
    let mut from = heap(4);
    let input = from.begin(5);
    fill(&mut from, input, 7);
    let mut dirty = heap(4);
    let old = dirty.alloc(3 * u64::from(PAGE));
    fill(&mut dirty, old, 0xee);
    let mut to = moved(&from, dirty);
    verify(&to);
    assert_eq!((to.input_offset(), to.input_length()), (input, 5));
    assert!((0..5).all(|off| to.input_load_u8(off) == 7));
    let at = to.alloc(2 * u64::from(PAGE));
    assert!(at != 0 && (0..2 * PAGE).all(|off| to.load_u8((at + off).into()) == 0));
}

#[test]
fn a_heap_can_be_moved_into_a_smaller_memory_and_back() {
    let mut from = restless(4);
    let a = from.alloc(2 * u64::from(PAGE));
    let b = from.alloc(64);
    fill(&mut from, b, 3);
    from.free(a);
    from.set_output(b.into(), 64);
    let mut to = moved(&from, restless(4));
    verify(&to);
    assert_eq!((to.output_offset(), to.output_length()), (b, 64));
    assert_eq!(to.alloc(64), a, "the free lists came along");
    let back = moved(&to, from);
    verify(&back);
    assert_eq!((back.length(a), back.load_u8(b.into())), (64, 3));
}

#[test]
fn a_freed_block_rests_until_enough_was_freed_after_it() {
    for size in [16, 1024, 5000] {
        // The checker would look at thousands of blocks thousands of times.
        let mut heap: Heap<VecMemory<false>> = Heap::new(VecMemory::new(64));
        let first = heap.alloc(size);
        fill(&mut heap, first, 9);
        heap.free(first);
        let mut later = 0;
        while later < u64::from(REST) {
            let at = heap.alloc(size);
            assert_ne!(at, first, "after {later} bytes");
            assert_eq!((heap.length(first), heap.readable(first)), (0, size as u32));
            assert_eq!(heap.load_u64(u64::from(first) + size - 8), 0x0909_0909_0909_0909);
            heap.free(at);
            later += size.next_multiple_of(ALIGN.into());
        }
        verify(&heap);
        assert_eq!(heap.readable(first), 0);
        assert_eq!(heap.alloc(size), first, "the oldest comes first");
        assert!((0..size).all(|off| heap.load_u8(u64::from(first) + off) == 0));
    }
}

#[test]
fn freeing_a_resting_block_does_nothing() {
    let mut heap = heap(4);
    let (a, b) = (heap.alloc(30), heap.alloc(20));
    heap.free(a);
    heap.free(a);
    heap.discard(a);
    assert_eq!((heap.blocks_in_use(), heap.bytes_in_use()), (1, 20));
    assert_eq!(heap.readable(a), 30);
    assert_eq!(heap.next_block(0), b);
    assert_eq!(heap.next_block(b), 0);
}

#[test]
fn a_discarded_block_rests_but_cannot_be_read() {
    let mut heap = heap(4);
    let a = heap.alloc(30);
    heap.discard(a);
    assert_eq!((heap.length(a), heap.readable(a)), (0, 0));
    assert_ne!(heap.alloc(30), a);
    heap.free(a);
    assert_eq!(heap.readable(a), 0);
}

#[test]
fn a_block_larger_than_what_rests_rests_too_and_the_heap_stays_as_it_is() {
    let mut heap = heap(64);
    let size = u64::from(3 * REST / 2);
    let mut last = 0;
    for _ in 0..10 {
        let at = heap.alloc(size);
        assert_ne!(at, last);
        assert!(end(&heap) <= u64::from(HEAP_START) + 3 * (size + u64::from(HEADER)));
        heap.free(at);
        assert_eq!(u64::from(heap.readable(at)), size);
        last = at;
    }
}

#[test]
fn resting_blocks_give_way_where_memory_is_exhausted_the_oldest_first() {
    let mut heap = heap(1);
    let blocks: std::vec::Vec<u32> =
        std::iter::from_fn(|| Some(heap.alloc(1000)).filter(|at| *at != 0)).collect();
    for at in &blocks {
        heap.free(*at);
    }
    assert_eq!(heap.alloc(1000), blocks[0]);
    assert_eq!(heap.alloc(2000), blocks[1], "two of them, as one");
    assert_eq!(heap.readable(blocks[2]), 0);
    assert_eq!(heap.readable(blocks[3]), 1000, "no more than was needed");
    let room = PAGE - HEAP_START - HEADER;
    assert_eq!(heap.alloc(room.into()), 0);
    assert!(blocks[3..].iter().all(|at| heap.readable(*at) == 0));
    heap.free(blocks[0]);
    heap.free(blocks[1]);
    assert_eq!(heap.alloc(room.into()), blocks[0], "all of the memory again");
}

#[test]
fn a_resting_block_may_become_the_output_or_the_error() {
    let mut heap = heap(64);
    let (a, b) = (heap.alloc(40), heap.alloc(40));
    for at in [a, b] {
        fill(&mut heap, at, 5);
        heap.free(at);
    }
    heap.set_output(u64::from(a) + 8, 4);
    heap.set_error(b.into());
    for _ in 0..3 * REST / 1024 {
        let at = heap.alloc(1024);
        fill(&mut heap, at, 1);
        heap.free(at);
    }
    assert_eq!((heap.output_offset(), heap.output_length()), (a + 8, 4));
    assert_eq!(
        (heap.error_offset(), heap.status()),
        (b, status::ERROR | status::OUTPUT)
    );
    for at in [a, b] {
        assert_eq!(heap.readable(at), 40);
        assert!((0..40).all(|off| heap.load_u8((at + off).into()) == 5));
    }
    heap.reset();
    assert_eq!((heap.readable(a), heap.readable(b), heap.alloc(40)), (0, 0, a));
}

#[test]
fn the_input_rests_as_any_block() {
    let mut heap = heap(4);
    let input = heap.begin(9);
    fill(&mut heap, input, 5);
    heap.free(input);
    assert_eq!(
        (heap.input_length(), heap.length(input), heap.readable(input)),
        (0, 0, 9)
    );
    assert!(heap.alloc(9) > input);
}

#[test]
fn many_small_blocks_make_way_for_a_large_one_at_once() {
    let mut heap: Heap<VecMemory<false>> = Heap::new(VecMemory::new(64));
    for _ in 0..REST / ALIGN {
        let at = heap.alloc(1);
        heap.free(at);
    }
    let large = heap.alloc(REST.into());
    heap.arena().memory().take_accesses();
    heap.free(large);
    let most = u64::from(Arena::<VecMemory>::MOST_RESTING);
    let steps = heap.arena().memory().take_accesses();
    assert!(most < steps && steps < 80 * most, "{steps} steps");
    verify(&heap);
    assert_eq!(heap.alloc(1), HEAP_START + HEADER);
    assert_eq!(heap.readable(large), REST);
}

#[test]
fn a_broken_ring_is_forgotten() {
    for (target, word) in [(0, 0), (0, 16), (1, 0), (1, 8), (2, 0), (2, 16)] {
        let mut heap: Heap<VecMemory<false, 512>> = Heap::new(VecMemory::new(4));
        let blocks: [u32; 3] = core::array::from_fn(|_| heap.alloc(64));
        for at in blocks {
            heap.free(at);
        }
        // Links and tags that lead nowhere, and a ring tied into a loop.
        let value = if word == 16 {
            u64::from(blocks[1])
        } else {
            u64::MAX
        };
        heap.store_u64(u64::from(blocks[target]) - 16 + word % 16, value);
        for _ in 0..100 {
            let at = heap.alloc(64);
            heap.free(at);
            assert!(heap.arena().memory().take_accesses() < 1000);
        }
        assert!(
            end(&heap) < u64::from(HEAP_START) + 4096,
            "what is freed later is reused"
        );
        heap.reset();
        verify(&heap);
    }
}

#[test]
fn the_ring_moves_with_the_heap() {
    let mut from = heap(4);
    let a = from.alloc(64);
    fill(&mut from, a, 3);
    from.free(a);
    let mut to = moved(&from, heap(8));
    verify(&to);
    assert_eq!(to.readable(a), 64);
    to.free(a);
    let b = to.alloc(REST.into());
    assert!(b > a);
    to.free(b);
    assert_eq!((to.readable(a), to.alloc(64)), (0, a));
}
