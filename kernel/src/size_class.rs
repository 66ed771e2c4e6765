//! Classes of block capacities: one free list each.

use crate::block::ALIGN;

/// A size class. Classes are ordered as capacities are: a block of a higher class is larger than any of a lower one.
///
/// Up to 64 bytes each capacity has its own class; from there on every doubling is cut in four.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Class(u32);

impl Class {
    /// How many there are; every index is below.
    pub const COUNT: u32 = 108;

    /// The class of a capacity in bytes, any at all.
    pub const fn of(capacity: u32) -> Class {
        let units = capacity / ALIGN;
        if units < 4 {
            return Class(units);
        }
        // 2 ..= 27, for `units` has 28 bits at most
        let log = units.ilog2();
        Class((log - 1) * 4 + ((units >> (log - 2)) & 3))
    }

    /// The class with this index, if there is one.
    pub const fn new(index: u32) -> Option<Class> {
        if index < Class::COUNT {
            Some(Class(index))
        } else {
            None
        }
    }

    /// The number of the class, below [`Class::COUNT`].
    pub const fn index(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_monotone_and_in_range() {
        let mut last = Class::of(0);
        let mut capacity = 16u64;
        while capacity <= u64::from(u32::MAX) {
            for near in [capacity - 16, capacity, capacity + 16] {
                let class = Class::of(near.min(u64::from(u32::MAX)) as u32);
                assert!(class.index() < Class::COUNT);
                assert!(near < capacity || class >= last, "{capacity}");
                last = last.max(class);
            }
            capacity += (capacity / 64).max(16) & !15;
        }
        assert_eq!(Class::of(u32::MAX).index(), Class::COUNT - 1);
    }

    #[test]
    fn a_higher_class_is_always_large_enough() {
        for small in (16..5000).step_by(16) {
            for large in (16..5000).step_by(16) {
                if Class::of(large) > Class::of(small) {
                    assert!(large > small);
                }
            }
        }
    }

    #[test]
    fn an_index_past_the_last_is_no_class() {
        assert!(Class::new(Class::COUNT).is_none());
        assert_eq!(Class::new(107), Some(Class(107)));
    }
}
