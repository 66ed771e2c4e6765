//! `var_get` and `var_set`: the plug-in's variables, which live as long as the plug-in.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::closure::Closure;

use super::bytemap::ByteMap;
use super::{take, EnvImports, Host};
use crate::error::{Code, Error, Result};

/// Values stay JavaScript byte arrays: they go from and to kernel memory in one copy each.
pub(crate) struct Vars {
    values: ByteMap,
    /// The sum of the lengths of all values.
    bytes: u64,
    /// What `bytes` may come to. At 0 there is room for empty values alone, which no plug-in can pass.
    limit: u64,
}

impl Vars {
    /// No vars, and room for `limit` bytes.
    pub(super) fn new(limit: u64) -> Self {
        Self {
            values: ByteMap::default(),
            bytes: 0,
            limit,
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
        self.bytes = requested;
        self.values.insert(key, value);
        Ok(())
    }

    pub(super) fn delete(&mut self, key: &[u8]) {
        self.bytes -= self.length_of(key);
        self.values.remove(key);
    }

    fn length_of(&self, key: &[u8]) -> u64 {
        self.values.get(key).map_or(0, |value| value.length().into())
    }
}

pub(super) fn imports(host: &Rc<Host>, imports: &mut EnvImports) -> Result<()> {
    let (getter, setter) = (host.clone(), host.clone());
    imports.add(
        "var_get",
        Closure::<dyn Fn(u64) -> _>::new(move |key| getter.throw(var_get(&getter, key))),
    )?;
    imports.add(
        "var_set",
        Closure::<dyn Fn(u64, u64) -> _>::new(move |key, value| setter.throw(var_set(&setter, key, value))),
    )
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
    let key = take(host, "var_set", key)?;
    if value == 0 {
        host.vars.borrow_mut().delete(&key);
        return Ok(());
    }
    let bytes = host.kernel.read("var_set", value);
    host.kernel.free(value);
    host.vars.borrow_mut().set(key, bytes?)
}
