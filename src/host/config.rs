//! `config_get`: the plug-in's configuration, fixed when the plug-in is made.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;

use super::bytemap::ByteMap;
use super::imports::Import;
use super::{take, Host};
use crate::error::Result;

/// Keys and values as UTF-8, ready to be copied into the kernel.
pub(crate) struct Config(ByteMap<Uint8Array>);

impl Config {
    pub(crate) fn new(entries: &[(String, String)]) -> Self {
        let mut map = ByteMap::default();
        for (key, value) in entries {
            map.insert(key.clone().into_bytes(), Uint8Array::from(value.as_bytes()));
        }
        Self(map)
    }
}

pub(super) fn import(host: Rc<Host>) -> Import {
    Import::new(Closure::<dyn Fn(u64) -> _>::new(move |key| {
        host.throw(config_get(&host, key))
    }))
}

fn config_get(host: &Host, key: u64) -> Result<u64> {
    let key = take(host, "config_get", key)?;
    match host.config.0.get(&key) {
        Some(value) => host.kernel.store("a config value", value),
        None => Ok(0),
    }
}
