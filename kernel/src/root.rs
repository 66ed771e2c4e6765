//! The root: everything the kernel knows that is not in a block header, at one fixed address.
//!
//! Every field is so encoded that zero means "empty". No load, store, output or input range can reach the root, so
//! that what it says can be trusted.

use crate::size_class::Class;

/// Address of the root.
pub const ROOT: u32 = 4096;

/// Address of the first block header. Everything below is out of a plug-in's reach.
pub const HEAP_START: u32 = ROOT + 512;

const _: () = assert!(HEAP_START.is_multiple_of(crate::block::ALIGN));
const _: () = assert!(HEADS + 4 * Class::COUNT <= HEAP_START - ROOT);
const _: () = assert!(HEAP_START < crate::memory::PAGE);
const _: () = assert!(ROOT < RESET.start && RESET.end < HEAP_START);

/// A 32-bit field, by its offset in the root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Field {
    /// The highest value that `Bump` ever had. Above it the memory is zero; never lowered, not even by a reset.
    Dirty = 0,
    /// Bytes of live heap above [`HEAP_START`]; a multiple of 16, and always inside the memory.
    Bump = 4,
    /// Payload address of the topmost block. A hint, checked before use; 0 if there is none.
    Last = 8,
    /// 1 when a free list was found broken: nothing is reused any more until the next reset.
    Broken = 12,
    /// Payload address of the input.
    InputOffset = 16,
    /// Bytes of input; 0 without input, and once the input is freed. The range is inside the live heap when it is set.
    InputLength = 20,
    /// First byte of the output.
    OutputOffset = 24,
    /// Bytes of output. The range was inside the live heap when it was set.
    OutputLength = 28,
    /// 1 when the plug-in has set an output, also an empty one.
    OutputSet = 32,
    /// Sum of the lengths of all live blocks.
    LiveBytes = 36,
    /// Number of live blocks.
    LiveBlocks = 40,
    /// 1 when an allocation of the plug-in's has failed.
    Exhausted = 44,
    /// Payload address of the block that was freed last and rests; 0 if none rests.
    RestLast = 72,
    /// Sum of the capacities of the blocks that rest.
    RestBytes = 76,
}

/// A 64-bit field, by its offset in the root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub enum Wide {
    /// The error handle as the plug-in gave it, valid or not; 0 if there is no error.
    Error = 48,
    /// Bit n: the free list of class n is not empty, so its head is valid.
    ListsLow = 56,
    /// Bit n: the same of class 64 + n.
    ListsHigh = 64,
}

/// Offset of the free-list heads, four bytes each. A head means something only when its bit is set: so forgetting
/// every list is two stores.
const HEADS: u32 = 80;

/// What a reset zeros: all but `Dirty` and the heads.
pub const RESET: core::ops::Range<u32> = field(Field::Bump)..ROOT + HEADS;

/// Address of a field.
pub const fn field(field: Field) -> u32 {
    ROOT + field as u32
}

/// Address of a wide field.
pub const fn wide(field: Wide) -> u32 {
    ROOT + field as u32
}

/// Address of the head of a free list.
pub const fn head(class: Class) -> u32 {
    ROOT + HEADS + 4 * class.index()
}
