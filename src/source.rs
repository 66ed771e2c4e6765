//! Where WebAssembly comes from, and the way from there to a compiled module.

use extism_web_rewriter::{Replacement, Signatures};
use js_sys::WebAssembly::{self, Module};
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::error::{error_name, Code, Error, Result};
use crate::fetch::{fetch, fetched, init};
use crate::hash::Hash;
use crate::platform;
use crate::response::{bytes, settled, Asked, Response};
use crate::rewriting;

/// One source of WebAssembly, or of a manifest.
pub(crate) enum Source {
    Bytes(Uint8Array),
    Url(Address),
    Path(String),
    Response(Response),
    Module(Module),
}

/// A source that was asked for.
enum Here {
    Bytes(Uint8Array),
    Response(Response),
}

impl Source {
    /// A file where there are files, else a URL.
    pub(crate) fn path(text: String) -> Self {
        if platform::has_files() {
            Self::Path(text)
        } else {
            Self::Url(Address::new(text))
        }
    }

    /// What the source is, for messages: its URL or path where it has one.
    pub(crate) fn describe(&self) -> String {
        match self {
            Source::Bytes(bytes) => format!("{} bytes of data", bytes.length()),
            Source::Url(address) => format!("URL \"{}\"", address.url),
            Source::Path(path) => format!("path \"{path}\""),
            Source::Response(response) => describe_response(response),
            Source::Module(_) => "WebAssembly.Module".into(),
        }
    }

    /// Whether there are bytes to read; not of what is compiled already.
    pub(crate) fn has_bytes(&self) -> bool {
        !matches!(self, Source::Module(_))
    }

    /// Compiles the source; `what` names it in errors.
    pub(crate) async fn compile(
        self,
        what: &str,
        hash: Option<&Hash>,
        fetch: &Fetch,
        needs: &Needs,
    ) -> Result<Unit> {
        if self.has_bytes() && !platform::compiles() {
            let text = format!(
                "{what} cannot be compiled: nothing can here after the program was deployed; import the \
                 plug-in as a module, see extism-web's docs/edge.md"
            );
            return Err(Error::new(Code::Unsupported, text));
        }
        let here = match self {
            Source::Module(_) if hash.is_some() => {
                let text =
                    "Item specified a hash but WebAssembly.Module source data is unavailable for hashing";
                return Err(Error::new(Code::HashMismatch, text));
            }
            Source::Module(module) => {
                return Ok(Unit {
                    module,
                    signatures: None,
                    capped: false,
                })
            }
            Source::Bytes(bytes) => {
                // A copy of our own: what is hashed must be what is compiled, and engines refuse shared memory.
                Here::Bytes(Uint8Array::new(&bytes))
            }
            Source::Url(address) if !address.url.starts_with("file:") => {
                Here::Response(fetch.get(what, &address).await?)
            }
            Source::Path(path) | Source::Url(Address { url: path, .. }) => {
                Here::Bytes(platform::read_file(what, &path.into()).await?)
            }
            Source::Response(response) => Here::Response(response),
        };
        let bytes = match here {
            Here::Bytes(bytes) => bytes,
            Here::Response(response) => {
                check_status(what, &response)?;
                // Engines compile only what has exactly this type, without parameters.
                if content_type_header(&response) == "application/wasm" && hash.is_none() && !needs.bytes() {
                    if let Some(unit) = compile_stream(what, &response).await? {
                        return Ok(unit);
                    }
                }
                let bytes = body(what, &response).await?;
                let kind = content_type(&response);
                if !starts_like_wasm(&bytes) && !matches!(kind.as_str(), "" | "application/wasm") {
                    let text =
                        format!("{what} is not a WebAssembly module: it has the content type \"{kind}\"");
                    return Err(Error::new(Code::InvalidWasm, text));
                }
                bytes
            }
        };
        compile_bytes(what, &bytes, hash, needs).await
    }
}

/// A URL and how to ask for it.
#[derive(Clone, Debug)]
pub(crate) struct Address {
    pub(crate) url: String,
    pub(crate) method: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
}

impl Address {
    pub(crate) fn new(url: String) -> Self {
        Self {
            url,
            method: None,
            headers: Vec::new(),
        }
    }
}

/// What must be known of a module, or done to it, that takes its bytes.
pub(crate) struct Needs {
    /// The types of its imports.
    pub(crate) signatures: bool,
    /// The most pages that its memories may grow to.
    pub(crate) max_pages: Option<u32>,
}

impl Needs {
    pub(crate) fn bytes(&self) -> bool {
        self.signatures || self.max_pages.is_some()
    }
}

/// A compiled module and what is known of it.
pub(crate) struct Unit {
    pub(crate) module: Module,
    /// `None` when the bytes were not at hand, or not understood.
    pub(crate) signatures: Option<Signatures>,
    /// Whether its memories are bound by the maximum that was asked for.
    pub(crate) capped: bool,
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
    pub(crate) async fn get(&self, what: &str, address: &Address) -> Result<Response> {
        let response = match self.ask(address) {
            Ok(promise) => fetched(settled(&promise).await),
            Err(cause) => Err(cause),
        };
        let response =
            response.map_err(|cause| Error::because(Code::Fetch, what, " could not be fetched", cause))?;
        check_status(what, &response)?;
        Ok(response)
    }

    fn ask(&self, address: &Address) -> Asked<JsValue> {
        let Address { url, method, headers } = address;
        let init = if method.is_none() && headers.is_empty() {
            JsValue::UNDEFINED
        } else {
            init(method.as_deref().unwrap_or("GET"), headers)?.into()
        };
        fetch(&self.0, &url.into(), &init)
    }
}

/// Fails unless the response has a 2xx status.
pub(crate) fn check_status(what: &str, response: &Response) -> Result<()> {
    let status = response.status();
    if (200..300).contains(&status) {
        return Ok(());
    }
    let text = format!(
        "{what} could not be fetched: HTTP status {} {}",
        // The number formatting of this type is there anyhow.
        u32::from(status),
        response.text("statusText")
    );
    Err(Error::new(Code::Fetch, text.trim_end()))
}

/// The media type of a response without its parameters, in lower case; empty when there is none.
pub(crate) fn content_type(response: &Response) -> String {
    let header = content_type_header(response);
    let end = header.bytes().position(|byte| byte == b';');
    // Header values have no other white space than that of ASCII.
    let kind = header.get(..end.unwrap_or(header.len())).unwrap_or_default();
    kind.trim_ascii().to_ascii_lowercase()
}

fn content_type_header(response: &Response) -> String {
    response.header("content-type").unwrap_or_default()
}

/// The whole body of a response.
pub(crate) async fn body(what: &str, response: &Response) -> Result<Uint8Array> {
    let body = match response.whole() {
        Ok(promise) => settled(&promise).await.and_then(bytes),
        Err(cause) => Err(cause),
    };
    body.map_err(|cause| Error::because(Code::Fetch, what, " could not be read", cause))
}

fn starts_like_wasm(bytes: &Uint8Array) -> bool {
    bytes.length() >= 4 && bytes.subarray(0, 4).to_vec() == b"\0asm"
}

/// Compiles a module while it arrives; `None` where the engine does not look at the response, as it is of a class of somebody else's (a
/// sandbox's, a test environment's).
async fn compile_stream(what: &str, response: &Response) -> Result<Option<Unit>> {
    let promise = WebAssembly::compile_streaming(&Promise::resolve(&response.0));
    let result = JsFuture::from(promise).await;
    if result.is_err() && !response.is_used() {
        return Ok(None);
    }
    Ok(Some(Unit {
        module: compiled(what, result)?,
        signatures: None,
        capped: false,
    }))
}

async fn compile_bytes(what: &str, bytes: &Uint8Array, hash: Option<&Hash>, needs: &Needs) -> Result<Unit> {
    if let Some(hash) = hash {
        hash.check(bytes).await?;
    }
    let (mut bytes, mut capped, mut signatures) = (bytes.clone(), false, None);
    if needs.bytes() && starts_like_wasm(&bytes) {
        let rewriter = rewriting::load().await?;
        if needs.signatures {
            signatures = rewriter.signatures(&bytes)?;
        }
        let limits = match needs.max_pages {
            Some(pages) => rewriter.limits(&bytes, pages)?,
            None => None,
        };
        if let Some(limits) = limits {
            capped = true;
            bytes = replaced(bytes, &limits);
        }
    }
    let module = compiled(what, JsFuture::from(WebAssembly::compile(&bytes)).await)?;
    Ok(Unit {
        module,
        signatures,
        capped,
    })
}

/// The module with a part replaced.
fn replaced(module: Uint8Array, replacement: &Replacement) -> Uint8Array {
    if replacement.is_empty() {
        return module;
    }
    let tail = module.subarray(replacement.end, module.length());
    let middle = replacement.start + replacement.bytes.len() as u32;
    let result = Uint8Array::new_with_length(middle + tail.length());
    result.set(&module.subarray(0, replacement.start), 0);
    result
        .subarray(replacement.start, middle)
        .copy_from(&replacement.bytes);
    result.set(&tail, middle);
    result
}

fn compiled(what: &str, result: std::result::Result<JsValue, JsValue>) -> Result<Module> {
    let cause = match result {
        Ok(module) => return Ok(module.unchecked_into()),
        Err(cause) => cause,
    };
    // A stream that breaks off rejects with a TypeError, a module that does not compile with a CompileError.
    let (code, how) = if error_name(&cause).as_deref() == Some("CompileError") {
        (Code::InvalidWasm, " is not a valid WebAssembly module")
    } else {
        (Code::Fetch, " could not be read")
    };
    Err(Error::because(code, what, how, cause))
}
