//! What plug-ins are made from.

use std::borrow::Cow;
use std::rc::Rc;

use extism_manifest::{Manifest, Wasm};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error, Result};
use crate::hash::Hash;
use crate::manifest::{Item, Manifest as Modules};
use crate::settings::Settings;
use crate::source::{Address, Fetch, Source};

/// What a plug-in can be made from. Everything that turns into it can be given to
/// [`PluginBuilder::new`](crate::PluginBuilder::new) as it is.
///
/// ```
/// use extism_web::{Manifest, Wasm, WasmInput};
/// let from_url: WasmInput = "plugin.wasm".into();
/// let from_bytes: WasmInput = vec![0, 97, 115, 109].into();
/// let from_manifest: WasmInput = Manifest::new([Wasm::url("https://example.com/plugin.wasm")]).into();
/// # drop((from_url, from_bytes, from_manifest));
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WasmInput<'a> {
    /// A module's bytes, or a manifest's JSON.
    Data(Cow<'a, [u8]>),
    /// A manifest.
    Manifest(Manifest),
    /// A manifest that is lent.
    ManifestRef(&'a Manifest),
    /// A URL, of a module or a manifest, or a manifest's JSON. A relative URL is relative to the page.
    Text(Cow<'a, str>),
    /// Whatever JavaScript has: a `Response`, a promise's result, a `WebAssembly.Module`, a `Uint8Array`, a `URL`, a manifest object.
    Js(JsValue),
}

impl From<Manifest> for WasmInput<'_> {
    fn from(value: Manifest) -> Self {
        Self::Manifest(value)
    }
}

impl<'a> From<&'a Manifest> for WasmInput<'a> {
    fn from(value: &'a Manifest) -> Self {
        Self::ManifestRef(value)
    }
}

impl<'a> From<&'a mut Manifest> for WasmInput<'a> {
    fn from(value: &'a mut Manifest) -> Self {
        Self::ManifestRef(value)
    }
}

impl<'a> From<&'a [u8]> for WasmInput<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Data(value.into())
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for WasmInput<'a> {
    fn from(value: &'a [u8; N]) -> Self {
        Self::Data(value.as_slice().into())
    }
}

impl From<Vec<u8>> for WasmInput<'_> {
    fn from(value: Vec<u8>) -> Self {
        Self::Data(value.into())
    }
}

impl<'a> From<&'a Vec<u8>> for WasmInput<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Data(value.as_slice().into())
    }
}

impl<'a> From<&'a str> for WasmInput<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value.into())
    }
}

impl From<String> for WasmInput<'_> {
    fn from(value: String) -> Self {
        Self::Text(value.into())
    }
}

impl From<JsValue> for WasmInput<'_> {
    fn from(value: JsValue) -> Self {
        Self::Js(value)
    }
}

impl From<Uint8Array> for WasmInput<'_> {
    fn from(value: Uint8Array) -> Self {
        Self::Js(value.into())
    }
}

impl WasmInput<'_> {
    /// A manifest from a Rust value with a manifest's keys, for what [`Manifest`] does not have: a struct of one's own, or
    /// `serde_json::json!`. Maps become objects; bytes (`serde_bytes`) become a `Uint8Array`.
    ///
    /// # Errors
    /// [`Code::InvalidManifest`] for a value that cannot be serialized.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), extism_web::Error> {
    /// use extism_web::{PluginBuilder, WasmInput};
    /// let manifest = serde_json::json!({ "wasm": [{ "url": "plugin.wasm" }], "allowedHosts": ["*.example.com"] });
    /// let plugin = PluginBuilder::new(WasmInput::from_value(&manifest)?).build().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn from_value(manifest: &impl serde::Serialize) -> Result<Self> {
        let serializer = serde_wasm_bindgen::Serializer::new().serialize_maps_as_objects(true);
        let value = manifest.serialize(&serializer).map_err(|error| {
            let text = format!("the manifest cannot be serialized: {error}");
            Error::new(Code::InvalidManifest, text)
        })?;
        Ok(Self::Js(value))
    }

    /// The modules, and the manifest as the application's functions see it.
    pub(crate) async fn read(&self, fetch: &Fetch) -> Result<(Modules, Rc<Manifest>)> {
        match self {
            Self::Data(bytes) if looks_like_json(bytes) => {
                let text = JsValue::from(String::from_utf8_lossy(bytes).as_ref());
                read_js(&text, fetch).await
            }
            Self::Data(bytes) => read_js(&Uint8Array::from(bytes.as_ref()).into(), fetch).await,
            Self::Text(text) => read_js(&JsValue::from(text.as_ref()), fetch).await,
            Self::Js(value) => read_js(value, fetch).await,
            Self::Manifest(manifest) => Ok((modules(manifest)?, Rc::new(without_data(manifest)))),
            Self::ManifestRef(manifest) => Ok((modules(manifest)?, Rc::new(without_data(manifest)))),
        }
    }
}

async fn read_js(value: &JsValue, fetch: &Fetch) -> Result<(Modules, Rc<Manifest>)> {
    Ok((Modules::read(value, fetch).await?, Rc::default()))
}

/// What begins a manifest, and no module.
fn looks_like_json(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().first() == Some(&b'{')
}

/// A manifest that nobody keeps the modules' bytes with.
fn without_data(manifest: &Manifest) -> Manifest {
    let wasm = manifest.wasm.iter().map(|wasm| match wasm {
        Wasm::Data { meta, .. } => Wasm::Data {
            data: Vec::new(),
            meta: meta.clone(),
        },
        other => other.clone(),
    });
    Manifest {
        wasm: wasm.collect(),
        memory: manifest.memory.clone(),
        config: manifest.config.clone(),
        allowed_hosts: manifest.allowed_hosts.clone(),
        allowed_paths: manifest.allowed_paths.clone(),
        timeout_ms: manifest.timeout_ms,
    }
}

/// The modules of a manifest; nothing is fetched.
fn modules(manifest: &Manifest) -> Result<Modules> {
    if manifest.wasm.is_empty() {
        let text = "manifest.wasm is empty: it must name a module";
        return Err(Error::new(Code::InvalidManifest, text));
    }
    let items = manifest.wasm.iter().enumerate();
    Ok(Modules {
        wasm: items
            .map(|(index, wasm)| item(index, wasm))
            .collect::<Result<_>>()?,
        settings: settings(manifest)?,
        warnings: Vec::new(),
    })
}

fn item(index: usize, wasm: &Wasm) -> Result<Item> {
    let source = match wasm {
        Wasm::Data { data, .. } => Source::Bytes(Uint8Array::from(data.as_slice())),
        Wasm::Url { req, .. } => {
            let headers = req.headers.iter();
            Source::Url(Address {
                url: req.url.clone(),
                method: req.method.clone(),
                headers: headers
                    .map(|(name, value)| (name.clone(), value.clone()))
                    .collect(),
            })
        }
        Wasm::File { path, .. } => {
            let text = format!(
                "manifest.wasm[{index}] is the file \"{}\", and there are no files here: give Wasm::url or Wasm::data",
                path.display()
            );
            return Err(Error::new(Code::InvalidManifest, text));
        }
    };
    let meta = wasm.meta();
    // As good as none where empty.
    let hash = meta.hash.clone().filter(|hash| !hash.is_empty());
    let label = format!("manifest.wasm[{index}] ({})", source.describe());
    Ok(Item {
        source,
        name: meta.name.clone(),
        hash: hash.map(Hash::new),
        label,
    })
}

fn settings(manifest: &Manifest) -> Result<Settings> {
    if manifest.memory.max_pages == Some(0) {
        let text = "manifest.memory.max_pages must be 1 or more: the kernel needs a page";
        return Err(Error::new(Code::InvalidManifest, text));
    }
    let config = manifest.config.iter();
    Ok(Settings {
        config: Some(Rc::new(
            config.map(|(key, value)| (key.clone(), value.clone())).collect(),
        )),
        allowed_hosts: manifest.allowed_hosts.clone().map(Rc::new),
        allowed_paths: None,
        max_pages: manifest.memory.max_pages,
        max_http_response_bytes: manifest.memory.max_http_response_bytes,
        max_var_bytes: manifest.memory.max_var_bytes,
        timeout_ms: manifest.timeout_ms,
    })
}
