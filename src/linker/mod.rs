//! Linking: `imported` says what modules import, `host_imports` and `functions` what the host and the application give for it; `plan`
//! decides what satisfies each import, before anything runs, on plain data that `given` brings; `instantiate` carries a plan out, as
//! often as asked; `start` runs a guest's own start-up, `wasi` gives an instance its WASI. `adapter` stands between the guest and host
//! functions that may have to be waited for.

mod adapter;
mod functions;
mod given;
mod host_imports;
mod imported;
mod instantiate;
mod plan;
mod start;
mod wasi;

pub use adapter::set_adapter;
pub(crate) use functions::{add_functions, Waiting};
pub(crate) use given::Parts;
pub(crate) use host_imports::HostImports;
#[cfg(feature = "worker")]
pub(crate) use imported::signature;
pub(crate) use instantiate::{instantiate, Linked, NotStarted};
pub(crate) use plan::Plan;
pub(crate) use wasi::Wasi;
pub use wasi::WASI;
