//! Free blocks by size class, in doubly linked lists whose links are in the free payloads.
//!
//! A plug-in can write to those links. Each is checked against its neighbour before it is followed; once one does not
//! fit, all lists are forgotten and [`Field::Broken`] is set: until the next reset the heap only grows.

use crate::arena::Arena;
use crate::block::Kind;
use crate::memory::Memory;
use crate::root::{Field, Wide};
use crate::size_class::Class;

/// How many blocks of the wanted class are looked at before a larger one is cut.
const LOOKS: u32 = 8;

impl<M: Memory> Arena<M> {
    /// A free block of at least `capacity` bytes, still in its list, or 0.
    pub fn find_free(&mut self, capacity: u32) -> u32 {
        let class = Class::of(capacity);
        let mut at = self.first(class);
        for _ in 0..LOOKS {
            if at == 0 {
                break;
            }
            match self.capacity(at, Kind::Free) {
                Some(have) if have.get() >= capacity => return at,
                Some(_) => at = self.word(at),
                None => {
                    self.forget_free();
                    return 0;
                }
            }
        }
        let Some(larger) = self.first_filled(class.index() + 1) else {
            return 0;
        };
        at = self.head(larger);
        match self.capacity(at, Kind::Free) {
            Some(have) if have.get() >= capacity => at,
            _ => {
                self.forget_free();
                0
            }
        }
    }

    /// Puts a free block, whose header is written, into its list.
    pub fn link_free(&mut self, at: u32, capacity: u32) {
        let class = Class::of(capacity);
        let next = self.first(class);
        self.set_word(at, next);
        self.set_word(at.wrapping_add(4), 0);
        if next != 0 {
            self.set_word(next.wrapping_add(4), at);
        }
        self.set_first(class, at);
    }

    /// Takes a free block of this capacity out of its list; false when the list is broken, and then all are forgotten.
    pub fn unlink_free(&mut self, at: u32, capacity: u32) -> bool {
        let class = Class::of(capacity);
        let next = self.word(at);
        let previous = self.word(at + 4);
        let next_fits = next == 0 || self.is_link(next, 4, at);
        let previous_fits = if previous == 0 {
            self.first(class) == at
        } else {
            self.is_link(previous, 0, at)
        };
        if !next_fits || !previous_fits {
            self.forget_free();
            return false;
        }
        if next != 0 {
            self.set_word(next.wrapping_add(4), previous);
        }
        if previous == 0 {
            self.set_first(class, next);
        } else {
            self.set_word(previous, next);
        }
        true
    }

    /// Drops every list for the rest of the call.
    fn forget_free(&mut self) {
        self.set_wide(Wide::ListsLow, 0);
        self.set_wide(Wide::ListsHigh, 0);
        self.set(Field::Broken, 1);
    }

    /// Whether the free block at `from` names `to` in its link at `offset`.
    fn is_link(&self, from: u32, offset: u32, to: u32) -> bool {
        self.capacity(from, Kind::Free).is_some() && self.word(from + offset) == to
    }

    /// The first block of a class, or 0.
    pub fn first(&self, class: Class) -> u32 {
        let (field, bit) = place(class);
        if self.get_wide(field) & bit == 0 {
            return 0;
        }
        self.head(class)
    }

    /// Makes `at` the first block of a class; 0 empties it.
    fn set_first(&mut self, class: Class, at: u32) {
        let (field, bit) = place(class);
        let lists = self.get_wide(field);
        self.set_wide(field, if at == 0 { lists & !bit } else { lists | bit });
        self.set_head(class, at);
    }

    /// The lowest class from this index on with a block in its list.
    fn first_filled(&self, from: u32) -> Option<Class> {
        let mut index = from;
        if index < 64 {
            let low = self.get_wide(Wide::ListsLow) >> index;
            if low != 0 {
                return Class::new(index + low.trailing_zeros());
            }
            index = 64;
        }
        let high = self.get_wide(Wide::ListsHigh) >> ((index - 64) & 63);
        if high == 0 {
            return None;
        }
        Class::new(index + high.trailing_zeros())
    }
}

/// Where the bit of a class is.
const fn place(class: Class) -> (Wide, u64) {
    let field = if class.index() < 64 {
        Wide::ListsLow
    } else {
        Wide::ListsHigh
    };
    (field, 1 << (class.index() % 64))
}
