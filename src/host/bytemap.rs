//! A map from byte strings to byte arrays of JavaScript's.

use js_sys::Uint8Array;

/// Sorted by key, each with a value, or with none where it says what is no more. There are few entries, and the standard library's
/// maps would add more code than all of the host's families together.
#[derive(Default)]
pub(crate) struct ByteMap(Vec<(Vec<u8>, Option<Uint8Array>)>);

impl ByteMap {
    fn position(&self, key: &[u8]) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_slice().cmp(key))
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&Uint8Array> {
        let index = self.position(key).ok()?;
        self.0[index].1.as_ref()
    }

    pub(crate) fn insert(&mut self, key: Vec<u8>, value: Option<Uint8Array>) {
        match self.position(&key) {
            Ok(index) => self.0[index].1 = value,
            Err(index) => self.0.insert(index, (key, value)),
        }
    }

    pub(crate) fn remove(&mut self, key: &[u8]) {
        if let Ok(index) = self.position(key) {
            self.0.remove(index);
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], Option<&Uint8Array>)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value.as_ref()))
    }
}
