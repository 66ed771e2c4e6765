//! `var_get` and `var_set`.

use std::rc::Rc;

use wasm_bindgen::closure::Closure;

use super::{key, take, take_both, Import};
use crate::error::Result;
use crate::host::Host;

/// `var_get`, or else `var_set`.
pub(crate) fn import(host: Rc<Host>, name: &str) -> Import {
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

fn var_set(host: &Host, name: u64, value: u64) -> Result<()> {
    let (name, bytes) = take_both(host, "var_set", name, value)?;
    let name = key(&name)?;
    if value == 0 {
        host.vars.borrow_mut().delete(&name);
        return Ok(());
    }
    host.vars.borrow_mut().set(name, bytes)
}
