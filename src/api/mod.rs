//! What Rust applications use, by the names of the `extism` crate. It stands on the same core as the npm package; `face` is where they
//! meet.

mod access;
mod builder;
mod call;
mod cancel;
mod caught;
mod compiled;
mod current_plugin;
mod face;
mod function;
mod input;
mod local;
mod log_callback;
mod macros;
mod plugin;
mod pool;
mod timer;
mod user_data;
mod val;
mod wasi;
#[cfg(feature = "worker")]
mod worker;
mod wrapped;

pub use builder::PluginBuilder;
pub use cancel::CancelHandle;
pub use compiled::CompiledPlugin;
pub use current_plugin::{CurrentPlugin, Vars};
pub use function::{Function, EXTISM_ENV_MODULE, EXTISM_USER_MODULE};
pub use input::WasmInput;
pub use log_callback::set_log_callback;
pub use plugin::Plugin;
pub use pool::{Pool, PoolBuilder, PoolPlugin};
pub use user_data::UserData;
pub use val::{Val, ValType, PTR};
pub use wasi::{MemoryDirectory, WasiStream};
#[cfg(feature = "worker")]
pub use worker::WorkerPackage;
