//! The plug-in's configuration, fixed when the plug-in is made.

use js_sys::Uint8Array;

use super::bytemap::ByteMap;

/// Keys and values as UTF-8, ready to be copied into the kernel.
pub(crate) struct Config(ByteMap);

impl Config {
    pub(crate) fn new(entries: &[(String, String)]) -> Self {
        let mut map = ByteMap::default();
        for (key, value) in entries {
            map.insert(key.clone().into_bytes(), Some(Uint8Array::from(value.as_bytes())));
        }
        Self(map)
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&Uint8Array> {
        self.0.get(key)
    }
}
