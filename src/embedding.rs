//! What the npm package's own crate (`npm/`) is made of. No promise is made about any of it.

pub use crate::compiled::{Compiled, NamedModule};
pub use crate::error::set_constructor;
pub use crate::face::{Face, Terms, WasiContext};
pub use crate::future::{poll_once, promise_of};
pub use crate::guest::{settle, Guest, Place};
pub use crate::host::{asked, http_headers, key, performed, Host, HostContext, Returned};
pub use crate::js::get;
pub use crate::kernel::{set_module as set_kernel, Kernel};
pub use crate::linker::{set_adapter, WASI};
pub use crate::options::Options;
pub use crate::platform::{set_fetch_shows_redirects, set_read_file, set_sync_fetch};
pub use crate::rewriting::set_rewriter;
pub use crate::rows::imports;
pub use crate::settings::Settings;
pub use crate::tracer::Tracer;
pub use crate::values::{describe, object};
