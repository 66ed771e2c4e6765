//! What a plug-in may ask of the network, and what the last request brought.

use std::cell::{Cell, RefCell};

use js_sys::Function;

use super::policy::{Policy, Target};
use super::url::Url;
use crate::error::Result;
use crate::platform;

/// Long enough for servers that think before they answer.
const DEFAULT_TIMEOUT_MS: u64 = 30_000;

/// What requests are made with, and the state that the imports of `http_*` share.
pub(crate) struct Http {
    policy: Policy,
    /// How many bytes of a response are read at most.
    pub(crate) max_response_bytes: u64,
    expose_headers: bool,
    pub(crate) fetch: Option<Function>,
    /// For how many milliseconds a request may block its thread without a sign of the server; 0 for no limit.
    pub(crate) timeout_ms: u64,
    status: Cell<i32>,
    /// The last response's headers as JSON, where the plug-in may see them.
    headers: RefCell<Option<String>>,
}

impl Http {
    pub(crate) fn new(
        hosts: &[String],
        max_response_bytes: u64,
        expose_headers: bool,
        fetch: Option<Function>,
        timeout_ms: Option<u64>,
    ) -> Self {
        Self {
            policy: Policy::new(hosts),
            max_response_bytes,
            expose_headers,
            fetch,
            timeout_ms: timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS),
            status: Cell::new(0),
            headers: RefCell::new(None),
        }
    }

    /// Whether any request can be allowed at all.
    pub(crate) fn reaches_anything(&self) -> bool {
        self.policy.reaches_anything()
    }

    /// The last response's status; 0 when there was none.
    pub(crate) fn status(&self) -> i32 {
        self.status.get()
    }

    /// What answers a request at once, where there is such a thing. The application's own `fetch` comes first, and gives
    /// promises.
    pub(crate) fn sync_fetch(&self) -> Option<Function> {
        platform::sync_fetch().filter(|_| self.fetch.is_none())
    }

    /// Forgets the last response.
    pub(crate) fn begin(&self) {
        self.status.set(0);
        self.headers.take();
    }

    /// Fails for a URL that no request may go to.
    pub(crate) fn check(&self, url: &Url) -> Result<()> {
        self.policy.check(&Target {
            href: url.part("href"),
            protocol: url.part("protocol"),
            host: url.part("hostname"),
            port: url.part("port"),
        })
    }

    /// Remembers what the last request brought; headers only where the plug-in may see them.
    pub(crate) fn remember(&self, status: i32, headers: impl FnOnce() -> Result<String>) -> Result<()> {
        self.status.set(status);
        *self.headers.borrow_mut() = if self.expose_headers {
            Some(headers()?)
        } else {
            None
        };
        Ok(())
    }

    /// The last response's headers as JSON; `None` where there is none, or the plug-in may not see them.
    pub(crate) fn headers(&self) -> Option<String> {
        self.headers.borrow().clone()
    }
}
