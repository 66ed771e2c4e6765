//! Linking: `rows` reads what modules import and export; `plan` decides what satisfies each import, before anything runs;
//! `instantiate` carries a plan out, as often as asked; `start` runs a guest's own start-up, `wasi` gives an instance its
//! WASI. `adapter` stands between the guest and host functions that may have to be waited for.

mod adapter;
mod instantiate;
mod plan;
mod rows;
mod start;
mod wasi;

pub(crate) use adapter::{adapt, Adapted};
pub(crate) use instantiate::{instantiate, Linked, NotStarted};
pub(crate) use plan::Plan;
pub(crate) use rows::{exports, imports, Row};
pub(crate) use wasi::Wasi;
#[cfg(feature = "npm")]
pub(crate) use wasi::WASI;
