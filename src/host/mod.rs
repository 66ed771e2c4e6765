//! The host's side of a plug-in: `state` is what the imports that are not the kernel's work on, `functions` is these imports.
//! `pdk` knows the names that they had before.

mod allowed_host;
mod bytemap;
mod config;
mod context;
mod delta;
mod functions;
mod http;
mod key;
pub(crate) mod pdk;
mod policy;
mod redirect;
mod request;
mod response;
mod state;
mod suspend;
mod url;
mod vars;

pub use context::HostContext;
pub(crate) use functions::own;
pub use functions::{asked, http_headers, performed};
pub use key::key;
pub use state::{Host, Returned};
pub(crate) use suspend::{cannot_wait, promising, remedies, suspending, Wires};
