//! The imports of `extism:host/env` that are not the kernel's own: one file per family. `pdk` knows the names that they had before.

mod allowed_host;
mod bytemap;
mod config;
#[cfg(feature = "npm")]
mod context;
#[cfg(any(feature = "npm", test))]
mod delta;
mod http;
mod imports;
mod log;
pub(crate) mod pdk;
mod redirect;
mod suspend;
mod trace;
mod user;
mod vars;

use std::cell::RefCell;

use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::JsValue;

use crate::convert::get;
use crate::error::{Error, Result};
use crate::kernel::Kernel;
use crate::options::Options;
use crate::settings::Settings;

use config::Config;
use http::Http;
use pdk::ENV;
use trace::Tracer;
use vars::Vars;

#[cfg(feature = "npm")]
pub(crate) use context::HostContext;
#[cfg(feature = "npm")]
pub(crate) use http::{asked, http_headers, performed};
pub(crate) use imports::HostImports;
pub use log::LogLevel;
pub(crate) use log::Logger;
pub(crate) use suspend::{cannot_wait, promising, Suspender};
pub(crate) use user::{add_functions, Bridge, Waiting};

/// What an import closure returns: a value for the guest, or the JavaScript value to throw through it.
pub(crate) type Returned<T> = std::result::Result<T, JsValue>;

/// The host's side of one plug-in: its kernel and everything the host imports work on.
pub(crate) struct Host {
    pub(crate) kernel: Kernel,
    config: Config,
    pub(crate) vars: RefCell<Vars>,
    pub(crate) logger: Logger,
    pub(crate) http: Http,
    /// The application's host functions.
    pub(crate) bridge: Option<Bridge>,
    /// There where the engine can suspend a guest.
    pub(crate) suspender: Option<Suspender>,
    tracer: Option<Tracer>,
    /// The most pages that kernel memory and the plug-in's own memories may have.
    pub(crate) max_pages: Option<u32>,
    /// What an import threw through the guest in this call, with the value that the guest's frames saw.
    thrown: RefCell<Option<(JsValue, Error)>>,
}

impl Host {
    /// `settings` are the options' over the manifest's. With `suspends`, guests are suspended where the engine can do it.
    pub(crate) fn new(
        options: &Options,
        settings: &Settings,
        bridge: Option<Bridge>,
        kernel: Kernel,
        suspends: bool,
    ) -> Result<Self> {
        let hosts = settings.allowed_hosts.as_deref().unwrap_or_default();
        let headers = options.allow_http_response_headers;
        let tracer = bridge.as_ref().and_then(Bridge::tracer);
        if let Some(tracer) = &tracer {
            tracer.watch(&kernel, settings.max_pages);
        }
        let suspender = (suspends && suspend::available()).then(|| Suspender::new(tracer.clone()));
        Ok(Self {
            kernel,
            config: Config::new(settings.config.as_deref().unwrap_or_default()),
            vars: RefCell::new(Vars::new(settings.var_bytes())),
            logger: options.logger.clone(),
            http: Http::new(
                hosts,
                settings.http_response_bytes(),
                headers,
                options.fetch.clone(),
                options.http_timeout_ms,
            ),
            bridge,
            suspender,
            tracer,
            max_pages: settings.max_pages,
            thrown: RefCell::default(),
        })
    }

    /// Turns an import's failure into the value to throw, and remembers it so that the call that it ends can be given
    /// the error itself.
    pub(crate) fn throw<T>(&self, result: Result<T>) -> Returned<T> {
        result.map_err(|error| {
            let value = JsValue::from(error.clone());
            *self.thrown.borrow_mut() = Some((value.clone(), error));
            value
        })
    }

    /// The import's error behind a value that came out of the guest, if that is what it is.
    pub(crate) fn take_thrown(&self, value: &JsValue) -> Option<Error> {
        if let Some((_, error)) = self.thrown.take().filter(|(seen, _)| Object::is(seen, value)) {
            return Some(error);
        }
        let threw = self.bridge.as_ref().is_some_and(|bridge| bridge.threw(value));
        threw.then(|| Error::thrown(value.clone()))
    }

    /// Says whether imports may wait in what follows. Outside of calls they may not.
    pub(crate) fn allow_waiting(&self, allowed: bool) {
        if let Some(suspender) = &self.suspender {
            suspender.allow(allowed);
        }
    }
}

/// Reads the text behind a handle and frees it, whatever comes of it.
fn take(host: &Host, import: &str, handle: u64) -> Result<Vec<u8>> {
    let bytes = host.kernel.read(import, handle);
    host.kernel.free(handle);
    Ok(bytes?.to_vec())
}

/// Reads what is behind two handles, and then frees both, whatever comes of it: they may be the same, and to free one can
/// take away what rests behind the other.
fn take_both(host: &Host, import: &str, first: u64, second: u64) -> Result<(Uint8Array, Uint8Array)> {
    let both = host
        .kernel
        .read(import, first)
        .and_then(|bytes| Ok((bytes, host.kernel.read(import, second)?)));
    host.kernel.free(first);
    host.kernel.free(second);
    both
}

/// A function-valued property of an object.
fn method(object: &JsValue, name: &str) -> Option<Function> {
    get(object, name)
        .ok()
        .and_then(|value| wasm_bindgen::JsCast::dyn_into(value).ok())
}
