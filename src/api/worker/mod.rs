//! Plug-ins in workers, by the npm package.

mod context;
mod package;
mod remote;

pub(crate) use context::PackageContext;
pub use package::WorkerPackage;
pub(crate) use remote::Remote;
