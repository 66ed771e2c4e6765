//! Room in the memory that the host itself works in, and on the stack. What memory it asks for it must be given: where there is
//! none, all ends in the middle of what is being done. So it looks for room before it does anything, and asks for much only after
//! that.

use std::hint::black_box;

/// For all that is too small to be looked for by itself (bytes).
const SMALL: usize = 1 << 16;

/// What is made of a setting, a key or a remark takes no more than this beside its text, unless that is long (bytes).
pub(crate) const EACH: usize = 128;

/// Whether there is room for so many bytes, and for what is small beside.
#[inline]
pub(crate) fn has_room(bytes: usize) -> bool {
    let mut room = Vec::<u8>::new();
    // Seen by nobody, it would not be asked for at all.
    black_box(&mut room)
        .try_reserve_exact(bytes.saturating_add(SMALL))
        .is_ok()
}

/// More frames than what is done with a key, while something is borrowed, has.
pub(crate) const FRAMES: u32 = 24;

/// A plug-in that is about to run out of stack does so here, where nothing is borrowed, and not where it would stay so.
#[inline(never)]
pub(crate) fn need_stack(frames: u32) {
    if frames > 0 {
        need_stack(frames - 1);
        // Or it would be made a loop.
        black_box(frames);
    }
}
