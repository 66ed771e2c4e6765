//! The plug-in's variables, which live as long as the plug-in.

use std::ops::Range;

use js_sys::Uint8Array;

use super::bytemap::ByteMap;
use super::delta;
use super::key::{key, LONGEST_KEY};
use crate::error::{room_for, Code, Error, Result};
use crate::values::zeros;

/// How long a name may be before it counts, so that names are no way around the limit.
const FREE_NAME: u64 = 256;

/// How many vars there may be before each counts so many bytes at least: each takes time and room here, however short it is.
const FREE_VARS: usize = 1024;
const LEAST: usize = 16;

/// More than a var takes in a list, whose room doubles when it has none left (bytes).
const ENTRY: usize = 32;

/// What a var counts.
fn cost(key: &[u8], value: &Uint8Array) -> u64 {
    (key.len() as u64).saturating_sub(FREE_NAME) + u64::from(value.length())
}

/// Values stay JavaScript byte arrays: they go from and to kernel memory in one copy each.
pub struct Vars {
    values: ByteMap,
    /// What all of them count.
    bytes: u64,
    /// What `bytes` may come to. At 0 there is room for empty values alone, which no plug-in can pass.
    limit: u64,
    /// What was set, or deleted, since the other host of the plug-in was last told; `None` where it has no other.
    changed: Option<ByteMap>,
}

impl Vars {
    /// No vars, and room for `limit` bytes.
    pub(crate) fn new(limit: u64) -> Self {
        Self {
            values: ByteMap::default(),
            bytes: 0,
            limit,
            changed: None,
        }
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<Uint8Array> {
        self.values.get(key).cloned()
    }

    /// Stores a value, unless that would take all together over the limit.
    pub(crate) fn set(&mut self, key: Vec<u8>, value: Uint8Array) -> Result<()> {
        if key.len() > LONGEST_KEY as usize {
            let text = "the name of a var is longer than 16 MiB";
            return Err(Error::new(Code::VarLimit, text));
        }
        let old = self.values.get(&key);
        let others = self.values.len() - usize::from(old.is_some());
        // For the name, and for the list of all should it be moved; twice, as `changed` may have them as well.
        room_for(2 * (key.len() + ENTRY * others))?;
        let least = LEAST * others.saturating_sub(FREE_VARS);
        let requested = self.bytes_with(&key, &value).max(least as u64);
        if requested > self.limit {
            let text = format!(
                "var memory limit exceeded: {requested} bytes requested, {} allowed",
                self.limit
            );
            return Err(Error::new(Code::VarLimit, text));
        }
        self.note(&key, Some(value.clone()));
        self.put(key, value);
        Ok(())
    }

    pub(crate) fn delete(&mut self, key: &[u8]) {
        if self.values.get(key).is_some() {
            self.note(key, None);
            self.remove(key);
        }
    }

    /// The names of all there are, in order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &[u8]> {
        self.values.iter().map(|(key, _)| key)
    }

    fn note(&mut self, key: &[u8], value: Option<Uint8Array>) {
        if let Some(changed) = &mut self.changed {
            changed.insert(key.to_vec(), value);
        }
    }

    fn put(&mut self, key: Vec<u8>, value: Uint8Array) {
        self.bytes = self.bytes_with(&key, &value);
        self.values.insert(key, Some(value));
    }

    fn remove(&mut self, key: &[u8]) {
        self.bytes -= self.cost_of(key);
        self.values.remove(key);
    }

    /// What all would count with that var.
    fn bytes_with(&self, key: &[u8], value: &Uint8Array) -> u64 {
        self.bytes - self.cost_of(key) + cost(key, value)
    }

    fn cost_of(&self, key: &[u8]) -> u64 {
        self.values.get(key).map_or(0, |value| cost(key, value))
    }
}

/// What keeps the two hosts of a plug-in in a worker the same.
impl Vars {
    /// From now on remembers what changes.
    pub fn track(&mut self) {
        self.changed.get_or_insert_default();
    }

    /// What changed since this was last asked, for `apply`; `None` when nothing did.
    pub fn take_changes(&mut self) -> Result<Option<Uint8Array>> {
        let Some(changed) = self.changed.as_mut().filter(|changed| changed.len() > 0) else {
            return Ok(None);
        };
        encode(&std::mem::take(changed)).map(Some)
    }

    /// All vars, for `apply`.
    #[inline(never)]
    pub fn all(&self) -> Result<Uint8Array> {
        encode(&self.values)
    }

    /// Takes over what changed elsewhere. The limit was seen to there.
    pub fn apply(&mut self, changes: &Uint8Array) -> Result<()> {
        let part = |range: Range<u32>| key(&changes.subarray(range.start, range.end));
        delta::read(changes.length(), part, |key, value| match value {
            Some(range) => self.put(key, changes.slice(range.start, range.end)),
            None => self.remove(&key),
        })
    }
}

/// Past host memory, which never shrinks.
fn encode(entries: &ByteMap) -> Result<Uint8Array> {
    let size = entries
        .iter()
        .map(|(key, value)| delta::size(key, value.map(Uint8Array::length)))
        .sum();
    let out = zeros(size)
        .map_err(|cause| Error::because(Code::MemoryLimit, "no room", " for all variables", cause))?;
    let mut at = 0;
    for (key, value) in entries.iter() {
        room_for(key.len())?;
        let head = delta::head(key, value.map(Uint8Array::length));
        let start = at + head.len() as u32;
        out.subarray(at, start).copy_from(&head);
        at = start;
        if let Some(value) = value {
            out.set(value, at);
            at += value.length();
        }
    }
    Ok(out)
}
