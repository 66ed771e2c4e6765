//! Where WebAssembly comes from, and the way from there to a compiled module.

use js_sys::WebAssembly::{self, Module};
use js_sys::{Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use crate::error::{js_message, Code, Error, Result};
use crate::platform;

/// One source of WebAssembly, or of a manifest.
pub(crate) enum Source {
    Bytes(Uint8Array),
    Url(String),
    Path(String),
    Response(Response),
    Module(Module),
}

impl Source {
    /// What the source is, for messages: its URL or path where it has one.
    pub(crate) fn describe(&self) -> String {
        match self {
            Source::Bytes(bytes) => format!("{} bytes of data", bytes.length()),
            Source::Url(url) => format!("URL \"{url}\""),
            Source::Path(path) => format!("path \"{path}\""),
            Source::Response(response) => describe_response(response),
            Source::Module(_) => "WebAssembly.Module".into(),
        }
    }

    /// Compiles the source; `what` names it in errors.
    pub(crate) async fn compile(self, what: &str, fetch: &Fetch) -> Result<Module> {
        match self {
            Source::Module(module) => Ok(module),
            Source::Bytes(bytes) => compile_bytes(what, &bytes).await,
            Source::Path(path) => compile_bytes(what, &platform::read_file(what, &path.into()).await?).await,
            Source::Url(url) if url.starts_with("file:") => {
                compile_bytes(what, &platform::read_file(what, &url.into()).await?).await
            }
            Source::Url(url) => compile_response(what, &fetch.get(what, &url).await?).await,
            Source::Response(response) => {
                check_status(what, &response)?;
                compile_response(what, &response).await
            }
        }
    }
}

pub(crate) fn describe_response(response: &Response) -> String {
    match response.url().as_str() {
        "" => "response".into(),
        url => format!("response from \"{url}\""),
    }
}

/// The `fetch` that URLs are read with.
pub(crate) struct Fetch(pub(crate) Option<Function>);

impl Fetch {
    /// A response of a 2xx status.
    pub(crate) async fn get(&self, what: &str, url: &str) -> Result<Response> {
        let failed = |cause: JsValue| {
            let text = format!("{what} could not be fetched: {}", js_message(&cause));
            Error::new(Code::Fetch, text).with_cause(cause)
        };
        let global = js_sys::global();
        let fetch = match &self.0 {
            Some(function) => function.clone(),
            None => Reflect::get(&global, &"fetch".into()).map_err(failed)?.dyn_into().map_err(|_| {
                Error::new(Code::Fetch, format!("{what} could not be fetched: this runtime has no fetch"))
            })?,
        };
        let promise = Promise::resolve(&fetch.call1(&global, &url.into()).map_err(failed)?);
        let response: Response = JsFuture::from(promise).await.map_err(failed)?.unchecked_into();
        check_status(what, &response)?;
        Ok(response)
    }
}

/// Fails unless the response has a 2xx status.
pub(crate) fn check_status(what: &str, response: &Response) -> Result<()> {
    if response.ok() {
        return Ok(());
    }
    let text = format!("{what} could not be fetched: HTTP status {} {}", response.status(), response.status_text());
    Err(Error::new(Code::Fetch, text.trim_end()))
}

/// The media type of a response without its parameters, in lower case; empty when there is none.
pub(crate) fn content_type(response: &Response) -> String {
    let header = response.headers().get("content-type").ok().flatten().unwrap_or_default();
    header.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

async fn compile_response(what: &str, response: &Response) -> Result<Module> {
    let kind = content_type(response);
    if kind == "application/wasm" {
        let response: &JsValue = response.as_ref();
        let promise = WebAssembly::compile_streaming(&Promise::resolve(response));
        return compiled(what, JsFuture::from(promise).await);
    }
    let bytes = body(what, response).await?;
    if !starts_like_wasm(&bytes) && !kind.is_empty() {
        let text = format!("{what} is not a WebAssembly module: it has the content type \"{kind}\"");
        return Err(Error::new(Code::InvalidWasm, text));
    }
    compile_bytes(what, &bytes).await
}

/// The whole body of a response.
pub(crate) async fn body(what: &str, response: &Response) -> Result<Uint8Array> {
    let failed = |cause: JsValue| {
        let text = format!("{what} could not be read: {}", js_message(&cause));
        Error::new(Code::Fetch, text).with_cause(cause)
    };
    let buffer = JsFuture::from(response.array_buffer().map_err(failed)?).await.map_err(failed)?;
    Ok(Uint8Array::new(&buffer))
}

fn starts_like_wasm(bytes: &Uint8Array) -> bool {
    bytes.length() >= 4 && bytes.subarray(0, 4).to_vec() == b"\0asm"
}

async fn compile_bytes(what: &str, bytes: &Uint8Array) -> Result<Module> {
    compiled(what, JsFuture::from(WebAssembly::compile(bytes)).await)
}

fn compiled(what: &str, result: std::result::Result<JsValue, JsValue>) -> Result<Module> {
    let cause = match result {
        Ok(module) => return Ok(module.unchecked_into()),
        Err(cause) => cause,
    };
    let name: String = cause.dyn_ref::<js_sys::Error>().map(|error| error.name().into()).unwrap_or_default();
    let text = js_message(&cause);
    // A stream that breaks off rejects with a TypeError, a module that does not compile with a CompileError.
    Err(if name == "CompileError" {
        Error::new(Code::InvalidWasm, format!("{what} is not a valid WebAssembly module: {text}"))
    } else {
        Error::new(Code::Fetch, format!("{what} could not be read: {text}"))
    }
    .with_cause(cause))
}
