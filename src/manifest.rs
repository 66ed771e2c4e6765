//! Manifests: what a plug-in is made of, in every form that `createPlugin` takes.

use js_sys::JsString;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{text, to_text, Code, Error, Result};
use crate::fields::{items, Fields};
use crate::hash::Hash;
use crate::js::{is_array, parse_json};
use crate::platform;
use crate::response::Response;
use crate::settings::Settings;
use crate::source::{body, check_status, content_type, describe_response, Address, Fetch, Source};
use crate::values::{bytes_of, class_name, decode, decode_base64, describe};

/// A manifest, read and checked; nothing is fetched yet but the manifest itself.
pub(crate) struct Manifest {
    pub(crate) wasm: Vec<Item>,
    pub(crate) settings: Settings,
    /// Remarks about unknown keys.
    pub(crate) warnings: Vec<String>,
}

/// One module of a manifest.
pub(crate) struct Item {
    pub(crate) source: Source,
    pub(crate) name: Option<String>,
    /// The SHA-256 that the module's bytes must have.
    pub(crate) hash: Option<Hash>,
    /// How messages call the item.
    pub(crate) label: String,
}

/// The class of compiled modules.
const MODULE: &str = "WebAssembly.Module";

const ITEM_KEYS: [&str; 9] = [
    "data", "url", "path", "response", "module", "name", "hash", "method", "headers",
];

impl Manifest {
    /// Reads a manifest from anything that stands for one: a manifest object or its JSON, a URL of either a manifest or
    /// a module, a path, bytes, a `Response`, a `WebAssembly.Module`.
    pub(crate) async fn read(value: &JsValue, fetch: &Fetch) -> Result<Self> {
        let response = match top_level(value)? {
            TopLevel::Object => return Self::from_object(value),
            TopLevel::Json(text) => return Self::from_json("the manifest", &text),
            TopLevel::Source(Source::Response(response)) => response,
            TopLevel::Source(Source::Url(Address { url, .. })) if url.starts_with("file:") => {
                let bytes = platform::read_file(&format!("URL \"{url}\""), &url.into()).await?;
                return Ok(Self::single(Source::Bytes(bytes)));
            }
            TopLevel::Source(Source::Url(address)) => {
                let what = format!("manifest URL \"{}\"", address.url);
                fetch.get(&what, &address).await?
            }
            TopLevel::Source(source) => return Ok(Self::single(source)),
        };
        Self::from_response(response).await
    }

    fn single(source: Source) -> Self {
        let label = source.describe();
        let wasm = vec![Item {
            source,
            name: None,
            hash: None,
            label,
        }];
        Self {
            wasm,
            settings: Settings::default(),
            warnings: Vec::new(),
        }
    }

    async fn from_response(response: Response) -> Result<Self> {
        let what = describe_response(&response);
        check_status(&what, &response)?;
        match content_type(&response).as_str() {
            "" | "application/wasm" | "application/octet-stream" => {
                Ok(Self::single(Source::Response(response)))
            }
            "application/json" | "text/json" => {
                Self::from_json(&what, &decode(&body(&what, &response).await?)?)
            }
            kind => {
                let text = format!(
                    "{what}: expected the content type application/wasm, application/octet-stream, \
                     application/json or text/json, got \"{kind}\""
                );
                Err(Error::new(Code::InvalidWasm, text))
            }
        }
    }

    fn from_json(what: &str, text: &JsString) -> Result<Self> {
        let failed = |cause: JsValue| Error::because(Code::InvalidManifest, what, " is not JSON", cause);
        Self::from_object(&parse_json(text).map_err(failed)?)
    }

    fn from_object(object: &JsValue) -> Result<Self> {
        let fields = Fields::new("manifest".into(), object, Code::InvalidManifest)?;
        let wasm = fields
            .get("wasm")?
            .ok_or_else(|| Error::new(Code::InvalidManifest, "the manifest has no \"wasm\" key"))?;
        if !is_array(&wasm) {
            let text = format!("manifest.wasm must be an array, got {}", describe(&wasm));
            return Err(Error::new(Code::InvalidManifest, text));
        }
        let items = items(&wasm)?;
        let mut warnings = Vec::new();
        let mut wasm = Vec::new();
        for item in items.iter() {
            wasm.push(Item::read(wasm.len(), &item, &mut warnings)?);
        }
        if wasm.is_empty() {
            return Err(Error::new(
                Code::InvalidManifest,
                "manifest.wasm is empty: it must name a module",
            ));
        }
        fields.report_unknown(&[&["wasm"], &Settings::KEYS], &mut warnings)?;
        let settings = Settings::read(&fields, &mut warnings)?;
        Ok(Self {
            wasm,
            settings,
            warnings,
        })
    }
}

impl Item {
    fn read(index: usize, value: &JsValue, warnings: &mut Vec<String>) -> Result<Self> {
        let fields = Fields::new(format!("manifest.wasm[{index}]"), value, Code::InvalidManifest)?;
        let source = item_source(&fields)?;
        let label = format!("manifest.wasm[{index}] ({})", source.describe());
        fields.report_unknown(&[&ITEM_KEYS], warnings)?;
        // As good as none where empty.
        let hash = fields.string("hash")?.filter(|hash| !hash.is_empty());
        Ok(Self {
            source,
            name: fields.string("name")?,
            hash: hash.map(Hash::new),
            label,
        })
    }
}

fn item_source(fields: &Fields) -> Result<Source> {
    if let Some(data) = fields.get("data")? {
        let bytes = if data.is_string() {
            decode_base64(&data)
        } else {
            bytes_of(&data)
        };
        return bytes
            .map(Source::Bytes)
            .ok_or_else(|| fields.wrong("data", "bytes or base64", &data));
    }
    if let Some(url) = fields.get("url")? {
        let url = url_of(&url)?.ok_or_else(|| fields.wrong("url", "a string or URL", &url))?;
        let (method, headers) = (
            fields.string("method")?,
            fields.string_map("headers")?.unwrap_or_default(),
        );
        return Ok(Source::Url(Address { url, method, headers }));
    }
    if let Some(path) = fields.string("path")? {
        return Ok(Source::path(path));
    }
    if let Some(response) = fields.get("response")? {
        let wrong = || fields.wrong("response", "a Response", &response);
        return Response::of(&response).map(Source::Response).ok_or_else(wrong);
    }
    if let Some(module) = fields.get("module")? {
        return match class_name(&module).as_str() {
            MODULE => Ok(Source::Module(module.unchecked_into())),
            _ => Err(fields.wrong("module", "a WebAssembly.Module", &module)),
        };
    }
    let text = format!(
        "{} must have one of the keys data, url, path, response or module",
        fields.name()
    );
    Err(Error::new(Code::InvalidManifest, text))
}

fn url_of(value: &JsValue) -> Result<Option<String>> {
    if class_name(value) == "URL" {
        return text(&to_text(value).map_err(Error::thrown)?);
    }
    text(value)
}

enum TopLevel {
    Object,
    Json(JsString),
    Source(Source),
}

fn top_level(value: &JsValue) -> Result<TopLevel> {
    let wrong = || {
        let text = format!(
            "a manifest must be a URL, a path, bytes, a Response, a WebAssembly.Module or a manifest object, got {}",
            describe(value)
        );
        Error::new(Code::InvalidManifest, text)
    };
    if value.is_string() {
        // JavaScript's white space has the byte order mark in it.
        let trimmed = value.unchecked_ref::<JsString>().trim();
        if trimmed.starts_with("{", 0) {
            return Ok(TopLevel::Json(trimmed));
        }
        let text = text(value)?.ok_or_else(wrong)?;
        let is_url = |scheme: &&str| {
            let start = text.as_bytes().get(..scheme.len());
            start.is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
        };
        return Ok(
            if ["http:", "https:", "file:", "data:", "blob:"].iter().any(is_url) {
                TopLevel::Source(Source::Url(Address::new(text)))
            } else {
                TopLevel::Source(Source::path(text))
            },
        );
    }
    let class = class_name(value);
    if class == "Object" {
        return Ok(TopLevel::Object);
    }
    if let Some(bytes) = bytes_of(value) {
        return Ok(TopLevel::Source(Source::Bytes(bytes)));
    }
    match class.as_str() {
        "Response" => Ok(TopLevel::Source(Source::Response(Response(value.clone())))),
        MODULE => Ok(TopLevel::Source(Source::Module(value.clone().unchecked_into()))),
        "URL" => url_of(value)?
            .map(|url| TopLevel::Source(Source::Url(Address::new(url))))
            .ok_or_else(wrong),
        // A buffer is here for having been transferred away.
        "" | "Array" | "Function" | "ArrayBuffer" | "SharedArrayBuffer" => Err(wrong()),
        _ => Ok(TopLevel::Object),
    }
}
