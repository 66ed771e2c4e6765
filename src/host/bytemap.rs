//! A map from byte strings to anything.

/// Sorted by key. There are few entries, and the standard library's maps would add more code than all of the host's
/// families together.
pub(crate) struct ByteMap<T>(Vec<(Vec<u8>, T)>);

impl<T> Default for ByteMap<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> ByteMap<T> {
    fn position(&self, key: &[u8]) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.as_slice().cmp(key))
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&T> {
        self.position(key).ok().map(|index| &self.0[index].1)
    }

    pub(crate) fn insert(&mut self, key: Vec<u8>, value: T) {
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

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u8], &T)> {
        self.0.iter().map(|(key, value)| (key.as_slice(), value))
    }
}
