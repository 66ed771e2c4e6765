//! `config_get`.

use std::rc::Rc;

use wasm_bindgen::closure::Closure;

use super::{take, Import};
use crate::error::Result;
use crate::host::Host;

pub(crate) fn import(host: Rc<Host>) -> Import {
    Import::new(Closure::<dyn Fn(u64) -> _>::new(move |key| {
        host.throw(config_get(&host, key))
    }))
}

fn config_get(host: &Host, key: u64) -> Result<u64> {
    let key = take(host, "config_get", key)?;
    match host.config.get(&key) {
        Some(value) => host.kernel.store("a config value", value),
        None => Ok(0),
    }
}
