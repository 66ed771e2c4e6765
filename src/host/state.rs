//! One plug-in's host.

use std::cell::RefCell;

use js_sys::Object;
use wasm_bindgen::JsValue;

use super::config::Config;
use super::http::Http;
use super::suspend::{self, Suspender};
use super::vars::Vars;
use crate::error::{room_for, Error, Result};
use crate::face::Face;
use crate::kernel::Kernel;
use crate::logger::Logger;
use crate::options::Options;
use crate::room::EACH;
use crate::settings::Settings;
use crate::tracer::Tracer;

/// What an import closure returns: a value for the guest, or the JavaScript value to throw through it.
pub type Returned<T> = std::result::Result<T, JsValue>;

/// The host's side of one plug-in: its kernel and everything the host imports work on.
pub struct Host {
    /// Kernel memory.
    pub kernel: Kernel,
    pub(crate) config: Config,
    /// The plug-in's variables.
    pub vars: RefCell<Vars>,
    /// Where its log goes.
    pub logger: Logger,
    pub(crate) http: Http,
    /// Whoever embeds it.
    pub(crate) face: Box<dyn Face>,
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
    pub fn new(
        options: &Options,
        settings: &Settings,
        face: Box<dyn Face>,
        kernel: Kernel,
        suspends: bool,
    ) -> Result<Self> {
        let hosts = settings.allowed_hosts.as_deref().map_or(&[][..], Vec::as_slice);
        let config = settings.config.as_deref().map_or(&[][..], Vec::as_slice);
        room_for(EACH * (config.len() + hosts.len()))?;
        let headers = options.allow_http_response_headers;
        let tracer = face.tracer();
        if let Some(tracer) = &tracer {
            tracer.watch(kernel.exports(), kernel.memory(), settings.max_pages);
        }
        let suspender =
            (suspends && suspend::available()).then(|| Suspender::new(tracer.clone(), face.terms()));
        Ok(Self {
            kernel,
            config: Config::new(config),
            vars: RefCell::new(Vars::new(settings.var_bytes())),
            logger: options.logger.clone(),
            http: Http::new(
                hosts,
                settings.http_response_bytes(),
                headers,
                options.fetch.clone(),
                options.http_timeout_ms,
            ),
            face,
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
            let value = error.to_value();
            *self.thrown.borrow_mut() = Some((value.clone(), error));
            value
        })
    }

    /// The import's error behind a value that came out of the guest, if that is what it is.
    pub fn take_thrown(&self, value: &JsValue) -> Option<Error> {
        if let Some((_, error)) = self.thrown.take().filter(|(seen, _)| Object::is(seen, value)) {
            return Some(error);
        }
        self.face.take_thrown(value)
    }

    /// Says whether imports may wait in what follows. Outside of calls they may not.
    pub(crate) fn allow_waiting(&self, allowed: bool) {
        if let Some(suspender) = &self.suspender {
            suspender.allow(allowed);
        }
    }

    /// Whether the plug-in's calls of its imports are recorded.
    pub(crate) fn is_traced(&self) -> bool {
        self.tracer.is_some()
    }

    /// What to import in place of a function: the function itself, unless it is to be traced. `kernel_name` is what it is called
    /// in the kernel, if it is one of the kernel's.
    pub fn traced(&self, module: &str, name: &str, kernel_name: Option<&str>, function: JsValue) -> JsValue {
        match &self.tracer {
            Some(tracer) => tracer.wrap(module, name, kernel_name, &function),
            None => function,
        }
    }

    /// The status of the last HTTP response; 0 when there was none.
    pub fn http_status(&self) -> i32 {
        self.http.status()
    }
}
