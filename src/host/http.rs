//! `http_request`, `http_status_code` and `http_headers`: requests by `fetch`, to allowed hosts only. Where a call cannot
//! wait for `fetch`, the runtime may have a function that answers at once.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, BigInt, Function, JsString, Object, Promise, Uint8Array, JSON};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Url};

use super::allowed_host::AllowedHost;
use super::imports::Import;
use super::redirect::Redirects;
use super::{suspend, take_both, Host, Suspender};
use crate::convert::{class_name, decode, get, parse_json, set, Fields};
use crate::error::{js_message, Code, Error, Result};
use crate::platform;
use crate::plugin::{poll_once, promise_of};

#[wasm_bindgen]
extern "C" {
    /// The reader of a response's body.
    type BodyReader;
    #[wasm_bindgen(method)]
    fn read(this: &BodyReader) -> Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &BodyReader) -> Promise;

    type Chunk;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Chunk) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Uint8Array;

    /// What `syncFetch` gives: what is used of a `Response`, without a stream.
    type ReadResponse;
    /// The body's bytes, as far as they were read.
    #[wasm_bindgen(method, getter)]
    fn chunks(this: &ReadResponse) -> Option<Array>;
    /// What broke the body off; `undefined` when nothing did.
    #[wasm_bindgen(method, getter)]
    fn failure(this: &ReadResponse) -> JsValue;
}

/// Long enough for servers that think before they answer.
const DEFAULT_TIMEOUT_MS: u64 = 30_000;

/// What a plug-in may ask of the network, and what the last request brought.
pub(crate) struct Http {
    allowed: Vec<AllowedHost>,
    /// How many bytes of a response are read at most.
    max_response_bytes: u64,
    expose_headers: bool,
    fetch: Option<Function>,
    /// For how many milliseconds a request may block its thread without a sign of the server; 0 for no limit.
    timeout_ms: u64,
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
            allowed: hosts.iter().map(|host| AllowedHost::new(host)).collect(),
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
        !self.allowed.is_empty()
    }

    /// The last response's status; 0 when there was none.
    pub(crate) fn status(&self) -> i32 {
        self.status.get()
    }

    /// What answers a request at once, where there is such a thing. The application's own `fetch` comes first, and gives
    /// promises.
    pub(super) fn sync_fetch(&self) -> Option<Function> {
        platform::sync_fetch().filter(|_| self.fetch.is_none())
    }

    /// Forgets the last response.
    fn begin(&self) {
        self.status.set(0);
        self.headers.take();
    }

    /// Fails for a URL that is no http URL or that no allowed host matches.
    pub(super) fn check(&self, url: &Url) -> Result<()> {
        let (href, host) = (url.href(), url.hostname());
        let why = if !matches!(url.protocol().as_str(), "http:" | "https:") {
            "it is not an http or https URL".into()
        } else if self.allowed.iter().any(|allowed| allowed.matches(&host, url)) {
            return Ok(());
        } else {
            format!("no allowedHosts match \"{host}\"")
        };
        let text = format!("Call error: HTTP request to \"{href}\" is not allowed ({why})");
        Err(Error::new(Code::HttpDenied, text))
    }
}

/// A request as a plug-in asks for it.
pub(crate) struct Request {
    pub(super) url: Url,
    pub(super) method: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Uint8Array,
    /// What answers it at once. `None` for `fetch`.
    pub(super) sync_fetch: Option<Function>,
}

impl Request {
    fn parse(json: &JsString, body: Uint8Array) -> Result<Self> {
        let bad =
            |why: String| Error::new(Code::Http, format!("http_request was given a bad request: {why}"));
        let value = parse_json(json).map_err(|cause| bad(js_message(&cause)))?;
        let fields = Fields::new("request", &value, Code::Http)?;
        let url = fields.string("url")?.ok_or_else(|| bad("it has no url".into()))?;
        let url = Url::new(&url).map_err(|_| bad(format!("\"{url}\" is not an absolute URL")))?;
        let headers = match fields.string_map("headers")? {
            Some(headers) => headers,
            // What older PDKs call it.
            None => fields.string_map("header")?.unwrap_or_default(),
        };
        let method = fields.string("method")?.filter(|method| !method.is_empty());
        let method = method.map_or_else(|| "GET".into(), |method| method.to_ascii_uppercase());
        Ok(Self {
            url,
            method,
            headers,
            body,
            sync_fetch: None,
        })
    }

    /// Sends it. `redirect` is what `fetch` shall do about redirects.
    pub(super) async fn send(&self, host: &Host, redirect: &str) -> Result<Response> {
        let failed = |cause: JsValue| {
            let what = format!("HTTP request to \"{}\"", self.url.href());
            Error::because(Code::Http, &what, " failed", cause)
        };
        let init = self.init(redirect).map_err(failed)?;
        let url = JsValue::from(self.url.href());
        if let Some(function) = &self.sync_fetch {
            let (limit, timeout) = (host.http.max_response_bytes as f64, host.http.timeout_ms as f64);
            let arguments = Array::of4(&url, &init, &limit.into(), &timeout.into());
            let response = function.apply(&JsValue::UNDEFINED, &arguments);
            return Ok(response.map_err(failed)?.unchecked_into());
        }
        let response = fetch(&host.http.fetch, &url, &init).map_err(failed)?;
        let response = JsFuture::from(response).await.map_err(failed)?;
        if class_name(&response) != "Response" {
            return Err(failed(
                js_sys::TypeError::new("fetch did not give a Response").into(),
            ));
        }
        Ok(response.unchecked_into())
    }

    /// The second argument of `fetch`.
    fn init(&self, redirect: &str) -> std::result::Result<Object, JsValue> {
        let init = Object::new();
        let headers = Array::new();
        for (name, value) in &self.headers {
            headers.push(&Array::of2(&name.into(), &value.into()));
        }
        set(&init, "method", &self.method.as_str().into())?;
        set(&init, "headers", &headers)?;
        set(&init, "redirect", &redirect.into())?;
        if self.body.length() > 0 && !matches!(self.method.as_str(), "GET" | "HEAD") {
            set(&init, "body", &self.body)?;
        }
        Ok(init)
    }
}

/// Asks `fetch`: the application's own, or the global one.
fn fetch(own: &Option<Function>, url: &JsValue, init: &Object) -> std::result::Result<Promise, JsValue> {
    let global = js_sys::global();
    let function = match own {
        Some(function) => function.clone(),
        None => get(&global, "fetch")?.dyn_into()?,
    };
    Ok(Promise::resolve(&function.call2(&global, url, init)?))
}

/// `http_request`, `http_status_code`, or else `http_headers`.
pub(super) fn import(host: Rc<Host>, name: &str) -> Import {
    match name {
        "http_request" => Import::new(Closure::<dyn Fn(u64, u64) -> _>::new(move |ask, body| {
            host.throw(http_request(&host, ask, body))
        })),
        "http_status_code" => Import::new(Closure::<dyn Fn() -> i32>::new(move || host.http.status())),
        _ => Import::new(Closure::<dyn Fn() -> _>::new(move || {
            host.throw(http_headers(&host))
        })),
    }
}

/// The request behind the handles that a plug-in passes, if it may be made.
pub(crate) fn asked(host: &Host, request: u64, body: u64) -> Result<Request> {
    let (json, body) = take_both(host, "http_request", request, body)?;
    let request = Request::parse(&decode(&json), body)?;
    host.http.begin();
    host.http.check(&request.url)?;
    Ok(request)
}

fn http_request(host: &Rc<Host>, request: u64, body: u64) -> Result<u64> {
    let mut request = asked(host, request, body)?;
    let cannot_wait = || suspend::cannot_wait("http_request");
    let able = |suspender: &&Suspender| suspender.check("http_request").is_ok();
    let Some(suspender) = host.suspender.as_ref().filter(able) else {
        request.sync_fetch = Some(host.http.sync_fetch().ok_or_else(cannot_wait)?);
        return poll_once(perform(host, request)).unwrap_or_else(|| Err(cannot_wait()));
    };
    suspender
        .suspend("http_request", performed(host, request))
        .map(|()| 0)
}

/// Makes the request; a promise of the handle of its response's body.
pub(crate) fn performed(host: &Rc<Host>, request: Request) -> Promise {
    let host = host.clone();
    promise_of(Box::pin(async move {
        let handle = host.throw(perform(&host, request).await)?;
        Ok(BigInt::from(handle).into())
    }))
}

async fn perform(host: &Host, request: Request) -> Result<u64> {
    let http = &host.http;
    let url = request.url.href();
    let response = Redirects::new(host).follow(request).await?;
    let body = read_body(&url, &response, http.max_response_bytes).await?;
    http.status.set(response.status().into());
    *http.headers.borrow_mut() = if http.expose_headers {
        Some(headers_json(&response)?)
    } else {
        None
    };
    host.kernel.store_all("an HTTP response", &body)
}

/// Lets go of a response that nobody will read.
pub(super) fn discard(response: &Response) {
    if let Some(body) = response.body() {
        give_up(body.cancel());
    }
}

/// Nobody waits for the end of a connection that is given up, or wants to know how it went.
fn give_up(cancelled: Promise) {
    drop(JsFuture::from(cancelled));
}

/// The body's chunks. Stops reading as soon as there are more bytes than allowed. `url` is what was asked for.
async fn read_body(url: &str, response: &Response, limit: u64) -> Result<Vec<Uint8Array>> {
    let failed = |cause: JsValue| {
        let what = format!("HTTP response from \"{url}\"");
        Error::because(Code::Http, &what, " broke off", cause)
    };
    let mut chunks = Chunks {
        url,
        limit,
        total: 0,
        chunks: Vec::new(),
    };
    let Some(body) = response.body() else {
        let read: &ReadResponse = response.unchecked_ref();
        for bytes in read.chunks().iter().flat_map(Array::iter) {
            chunks.push(bytes.unchecked_into())?;
        }
        let failure = read.failure();
        return if failure.is_undefined() {
            Ok(chunks.chunks)
        } else {
            Err(failed(failure))
        };
    };
    let reader: BodyReader = body.get_reader().unchecked_into();
    loop {
        let chunk: Chunk = JsFuture::from(reader.read())
            .await
            .map_err(failed)?
            .unchecked_into();
        if chunk.done() {
            return Ok(chunks.chunks);
        }
        if let Err(error) = chunks.push(chunk.value()) {
            give_up(reader.cancel());
            return Err(error);
        }
    }
}

/// A body's bytes, within a limit.
struct Chunks<'a> {
    url: &'a str,
    limit: u64,
    total: u64,
    chunks: Vec<Uint8Array>,
}

impl Chunks<'_> {
    fn push(&mut self, bytes: Uint8Array) -> Result<()> {
        self.total += u64::from(bytes.length());
        if self.total > self.limit {
            let text = format!(
                "HTTP response from \"{}\" is larger than the {} bytes allowed (memory.maxHttpResponseBytes)",
                self.url, self.limit
            );
            return Err(Error::new(Code::HttpLimit, text));
        }
        self.chunks.push(bytes);
        Ok(())
    }
}

/// The headers as a JSON object with lower-case names, which is what iterating over them gives. Cookies come one by one, and
/// would leave the last alone.
fn headers_json(response: &Response) -> Result<String> {
    const COOKIES: &str = "set-cookie";
    let headers = response.headers();
    let object = Object::from_entries(&Array::from(&headers)).map_err(Error::thrown)?;
    if let Ok(Some(all)) = headers.get(COOKIES) {
        set(&object, COOKIES, &all.into()).map_err(Error::thrown)?;
    }
    let json = JSON::stringify(&object).map_err(Error::thrown)?;
    Ok(json.into())
}

/// What the plug-in is told of the last response's headers.
pub(crate) fn http_headers(host: &Host) -> Result<u64> {
    let json = host.http.headers.borrow().clone();
    match json {
        Some(json) => host
            .kernel
            .store("the HTTP headers", &Uint8Array::from(json.as_bytes())),
        None => Ok(0),
    }
}
