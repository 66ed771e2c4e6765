//! A map from byte strings to JavaScript byte arrays.

use js_sys::Uint8Array;

/// Sorted by key. There are few entries, and the standard library's maps would add more code than all of the host's
/// families together.
#[derive(Default)]
pub(super) struct ByteMap(Vec<(Vec<u8>, Uint8Array)>);

impl ByteMap {
    fn position(&self, key: &[u8]) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_slice().cmp(key))
    }

    pub(super) fn get(&self, key: &[u8]) -> Option<&Uint8Array> {
        self.position(key).ok().map(|index| &self.0[index].1)
    }

    pub(super) fn insert(&mut self, key: Vec<u8>, value: Uint8Array) {
        match self.position(&key) {
            Ok(index) => self.0[index].1 = value,
            Err(index) => self.0.insert(index, (key, value)),
        }
    }

    pub(super) fn remove(&mut self, key: &[u8]) {
        if let Ok(index) = self.position(key) {
            self.0.remove(index);
        }
    }
}
