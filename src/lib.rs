//! The Extism plug-in host for the browser and every other JavaScript runtime: for web applications that are written in Rust.
//!
//! A plug-in is a WebAssembly module that takes a buffer of bytes and returns one, and may import functions of its host's. Whoever
//! writes plug-ins uses an Extism PDK, in any of a dozen languages; whoever runs them in a web application that is compiled to
//! WebAssembly itself uses this crate. Its names are those of the `extism` crate.
//!
//! # A first call
//!
//! ```toml
//! [dependencies]
//! extism-web = "0.1"
//! ```
//!
//! Making a plug-in takes a promise, since it is fetched and compiled; a call does not.
//!
//! ```no_run
//! use extism_web::{Manifest, Plugin, Wasm};
//!
//! # async fn example() -> Result<(), extism_web::Error> {
//! let url = Wasm::url("https://github.com/extism/plugins/releases/latest/download/count_vowels.wasm");
//! let plugin = Plugin::new(Manifest::new([url]), [], true).await?;
//! let answer: String = plugin.call("count_vowels", "Hello, World!")?;
//! assert_eq!(answer, r#"{"count":3,"total":3,"vowels":"aeiouAEIOU"}"#);
//! # Ok(())
//! # }
//! ```
//!
//! The server of the plug-in must let the page read it (CORS), unless it is the page's own. Bytes do as well:
//! `Plugin::new(include_bytes!("plugin.wasm"), [], false)`.
//!
//! # Typed calls
//!
//! What implements [`ToBytes`] goes in, what implements [`FromBytesOwned`] comes out: text, bytes, numbers, and anything that serde
//! knows, as [`convert::Json`].
//!
//! ```no_run
//! use extism_web::{convert::Json, typed_plugin};
//!
//! #[derive(serde::Deserialize)]
//! pub struct Report {
//!     pub count: usize,
//! }
//!
//! typed_plugin!(pub Vowels {
//!     count_vowels(&str) -> Json<Report>;
//! });
//!
//! # fn example(plugin: extism_web::Plugin) -> Result<(), extism_web::Error> {
//! let vowels: Vowels = plugin.try_into()?;
//! let Json(report) = vowels.count_vowels("Hello, World!")?;
//! println!("{} vowels", report.count);
//! # Ok(())
//! # }
//! ```
//!
//! # Host functions
//!
//! A function of the application's, which plug-ins import. [`host_fn!`] reads its arguments from the plug-in's memory and writes its
//! result there; [`UserData`] is what it shares with the application.
//!
//! ```no_run
//! use extism_web::{host_fn, PluginBuilder, UserData, PTR};
//! use std::collections::BTreeMap;
//!
//! type Store = BTreeMap<String, Vec<u8>>;
//!
//! host_fn!(kv_read(store: Store; key: String) -> Vec<u8> {
//!     Ok(store.get()?.lock()?.get(&key).cloned().unwrap_or_default())
//! });
//!
//! host_fn!(kv_write(store: Store; key: String, value: Vec<u8>) {
//!     store.get()?.lock()?.insert(key, value);
//!     Ok(())
//! });
//!
//! # async fn example() -> Result<(), extism_web::Error> {
//! let store = UserData::new(Store::new());
//! let plugin = PluginBuilder::new("plugin.wasm")
//!     .with_function("kv_read", [PTR], [PTR], store.clone(), kv_read)
//!     .with_function("kv_write", [PTR, PTR], [], store.clone(), kv_write)
//!     .build()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! Functions that take their time are added by [`PluginBuilder::with_async_function`]. The engine suspends the plug-in meanwhile (JSPI),
//! and [`Plugin::call_async`] waits for it; the page goes on. Plug-ins that make HTTP requests are called so, too.
//!
//! # Workers
//!
//! With the feature `worker`, plug-ins run in workers of the npm package `extism-web`, which the application serves: they never block the
//! page, run at the same time, and can be stopped. See [`PluginBuilder::with_worker`] and [`CancelHandle`].
//!
//! # What goes wrong
//!
//! Everything ends in an [`Error`] with a stable [`code`](Error::code), and the next call works. Errors convert into `anyhow::Error`
//! and `JsValue`; where JavaScript threw something, [`cause`](Error::cause) has it.
//!
//! # From the `extism` crate
//!
//! Rename the dependency, `extism = { package = "extism-web", version = "0.1" }`, and add `.await` to what makes plug-ins. The derives of
//! `ToBytes` and `FromBytes` work under that name. `docs/rust.md` lists what differs.
#![deny(missing_docs)]
#![cfg_attr(not(feature = "worker"), allow(rustdoc::broken_intra_doc_links))]

mod api;
mod compiled;
mod error;
mod face;
mod fetch;
mod fields;
mod future;
mod guest;
mod hash;
mod host;
mod join;
mod js;
mod kernel;
mod linker;
mod logger;
mod manifest;
mod options;
mod outcome;
mod platform;
mod response;
mod rewriting;
mod room;
mod rows;
mod settings;
mod source;
mod tracer;
mod values;

#[doc(hidden)]
pub mod embedding;

#[cfg(feature = "worker")]
pub use api::WorkerPackage;
pub use api::{
    set_log_callback, CancelHandle, CompiledPlugin, CurrentPlugin, Function, MemoryDirectory, Plugin,
    PluginBuilder, Pool, PoolBuilder, PoolPlugin, UserData, Val, ValType, Vars, WasiStream, WasmInput,
    EXTISM_ENV_MODULE, EXTISM_USER_MODULE, PTR,
};
pub use error::{Code, Error, Result};
pub use extism_convert::{self as convert, FromBytes, FromBytesOwned, ToBytes};
pub use extism_manifest::{HttpRequest, Manifest, MemoryOptions, Wasm, WasmMetadata};
pub use kernel::Block;
pub use logger::LogLevel;

/// The code in docs/rust.md is compiled as it stands.
#[cfg(doctest)]
#[doc = include_str!("../docs/rust.md")]
mod rust_page {}
