//! `var_get` and `var_set`: the plug-in's variables, which live as long as the plug-in.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;

use super::bytemap::ByteMap;
#[cfg(feature = "npm")]
use super::delta;
use super::imports::Import;
use super::{take, take_both, Host};
use crate::error::{Code, Error, Result};

/// Values stay JavaScript byte arrays: they go from and to kernel memory in one copy each.
pub(crate) struct Vars {
    values: ByteMap<Uint8Array>,
    /// The sum of the lengths of all values.
    bytes: u64,
    /// What `bytes` may come to. At 0 there is room for empty values alone, which no plug-in can pass.
    limit: u64,
    /// The keys that were set or deleted since the other host of the plug-in was last told; `None` where it has no other.
    changed: Option<ByteMap<()>>,
}

impl Vars {
    /// No vars, and room for `limit` bytes.
    pub(super) fn new(limit: u64) -> Self {
        Self {
            values: ByteMap::default(),
            bytes: 0,
            limit,
            changed: None,
        }
    }

    pub(super) fn get(&self, key: &[u8]) -> Option<Uint8Array> {
        self.values.get(key).cloned()
    }

    /// Stores a value, unless that would take the sum of all over the limit.
    pub(super) fn set(&mut self, key: Vec<u8>, value: Uint8Array) -> Result<()> {
        let requested = self.bytes - self.length_of(&key) + u64::from(value.length());
        if requested > self.limit {
            let text = format!(
                "var memory limit exceeded: {requested} bytes requested, {} allowed",
                self.limit
            );
            return Err(Error::new(Code::VarLimit, text));
        }
        self.note(&key);
        self.put(key, value);
        Ok(())
    }

    pub(super) fn delete(&mut self, key: &[u8]) {
        if self.values.get(key).is_some() {
            self.note(key);
            self.remove(key);
        }
    }

    fn note(&mut self, key: &[u8]) {
        if let Some(changed) = &mut self.changed {
            changed.insert(key.to_vec(), ());
        }
    }

    fn put(&mut self, key: Vec<u8>, value: Uint8Array) {
        self.bytes = self.bytes - self.length_of(&key) + u64::from(value.length());
        self.values.insert(key, value);
    }

    fn remove(&mut self, key: &[u8]) {
        self.bytes -= self.length_of(key);
        self.values.remove(key);
    }

    fn length_of(&self, key: &[u8]) -> u64 {
        self.values.get(key).map_or(0, |value| value.length().into())
    }
}

/// What keeps the two hosts of a plug-in in a worker the same.
#[cfg(feature = "npm")]
impl Vars {
    /// From now on remembers what changes.
    pub(crate) fn track(&mut self) {
        self.changed.get_or_insert_default();
    }

    /// What changed since this was last asked, for `apply`; `None` when nothing did.
    pub(crate) fn take_changes(&mut self) -> Result<Option<Vec<u8>>> {
        let Some(changed) = self.changed.as_mut().filter(|changed| !changed.is_empty()) else {
            return Ok(None);
        };
        let changed = std::mem::take(changed);
        let entries = || changed.iter().map(|(key, ())| (key, self.values.get(key)));
        encode(entries).map(Some)
    }

    /// All vars, for `apply`.
    pub(crate) fn all(&self) -> Result<Vec<u8>> {
        encode(|| self.values.iter().map(|(key, value)| (key, Some(value))))
    }

    /// Takes over what changed elsewhere. The limit was seen to there.
    pub(crate) fn apply(&mut self, changes: &[u8]) -> Result<()> {
        let Some(entries) = delta::read(changes) else {
            let text = format!("{} bytes are not changes of variables", changes.len());
            return Err(Error::new(Code::InvalidInput, text));
        };
        for (key, value) in entries {
            match value {
                Some(value) => self.put(key.to_vec(), Uint8Array::from(value)),
                None => self.remove(key),
            }
        }
        Ok(())
    }
}

#[cfg(feature = "npm")]
fn encode<'a, I: Iterator<Item = (&'a [u8], Option<&'a Uint8Array>)>>(
    entries: impl Fn() -> I,
) -> Result<Vec<u8>> {
    let size: u64 = entries()
        .map(|(key, value)| delta::size(key, value.map(Uint8Array::length)))
        .sum();
    let mut out = Vec::new();
    let room = usize::try_from(size).is_ok_and(|size| out.try_reserve_exact(size).is_ok());
    if !room {
        let text = format!("no room for {size} bytes of changed variables");
        return Err(Error::new(Code::MemoryLimit, text));
    }
    for (key, value) in entries() {
        let space = delta::write(&mut out, key, value.map(Uint8Array::length));
        if let Some(value) = value {
            value.copy_to(space);
        }
    }
    Ok(out)
}

/// `var_get`, or else `var_set`.
pub(super) fn import(host: Rc<Host>, name: &str) -> Import {
    if name == "var_get" {
        return Import::new(Closure::<dyn Fn(u64) -> _>::new(move |key| {
            host.throw(var_get(&host, key))
        }));
    }
    Import::new(Closure::<dyn Fn(u64, u64) -> _>::new(move |key, value| {
        host.throw(var_set(&host, key, value))
    }))
}

fn var_get(host: &Host, key: u64) -> Result<u64> {
    let key = take(host, "var_get", key)?;
    let value = host.vars.borrow().get(&key);
    match value {
        Some(value) => host.kernel.store("a var's value", &value),
        None => Ok(0),
    }
}

fn var_set(host: &Host, key: u64, value: u64) -> Result<()> {
    let (name, bytes) = take_both(host, "var_set", key, value)?;
    if value == 0 {
        host.vars.borrow_mut().delete(&name.to_vec());
        return Ok(());
    }
    host.vars.borrow_mut().set(name.to_vec(), bytes)
}
