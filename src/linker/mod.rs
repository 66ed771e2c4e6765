//! Linking: `plan` decides what satisfies each import, before anything runs; `instantiate` carries a plan out, as often
//! as asked; `start` runs a guest's own start-up.

mod instantiate;
mod plan;
mod start;

pub(crate) use instantiate::{instantiate, Linked};
pub(crate) use plan::Plan;
