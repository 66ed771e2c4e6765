//! The Extism plug-in host for the browser and every other JavaScript runtime.
//!
//! A plug-in is a WebAssembly module that takes a buffer of bytes and returns a buffer of bytes. Host and plug-in
//! exchange them through a third memory, run by the kernel (the crate `extism-web-kernel`): the kernel instance's own
//! exports are the plug-in's memory imports, so that a byte on its way passes no JavaScript.
//!
//! The modules, in reading order:
//!
//! * `error`, `convert`: failures with stable codes; JavaScript values in and out
//! * `settings`, `options`: what a plug-in is given
//! * `source`, `hash`, `manifest`, `join`, `compiled`: from a URL, bytes, a response or a module to compiled modules
//! * `kernel`: the kernel instance of one plug-in, sole owner of kernel memory
//! * `host`: the imports that are not the kernel's: config, vars, log, http, the application's functions
//! * `linker`: which import is satisfied by what, and the instances
//! * `plugin`: calls
//! * `npm` (feature of that name): what the npm package's JavaScript stands on

mod compiled;
mod convert;
mod error;
mod hash;
mod host;
mod join;
mod kernel;
mod linker;
mod manifest;
#[cfg(feature = "npm")]
mod npm;
mod options;
mod platform;
mod plugin;
mod settings;
mod source;

pub use compiled::CompiledPlugin;
pub use error::{Code, Error, Result};
pub use host::LogLevel;
pub use kernel::Block;
pub use options::Options;
pub use plugin::Plugin;
