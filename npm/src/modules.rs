//! Compiled modules in a form that can be sent to a worker.

use extism_web::embedding::{imports, object, Compiled, NamedModule, Settings};
use extism_web::{Code, Error, Result};
use extism_web_rewriter::Signatures;
use js_sys::WebAssembly::Module;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// One module as `to_array` gives it.
    type Sent;
    #[wasm_bindgen(method, getter)]
    fn name(this: &Sent) -> String;
    #[wasm_bindgen(method, getter)]
    fn module(this: &Sent) -> Module;
    #[wasm_bindgen(method, getter)]
    fn signatures(this: &Sent) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter, js_name = maxPages)]
    fn max_pages(this: &Sent) -> Option<u32>;
}

pub(super) fn to_array(compiled: &Compiled) -> Result<Array> {
    let modules = Array::new();
    for module in &*compiled.modules {
        let signatures = module
            .signatures
            .as_ref()
            .map(|signatures| Uint8Array::from(signatures.to_bytes().as_slice()).into());
        modules.push(&object(&[
            ("name", Some(module.name.as_str().into())),
            ("module", Some(module.module.clone().into())),
            ("signatures", signatures),
            ("maxPages", module.max_pages.map(JsValue::from)),
        ])?);
    }
    Ok(modules)
}

/// A compiled plug-in without settings.
pub(super) fn from_array(sent: &Array) -> Result<Compiled> {
    let malformed = || Error::new(Code::InvalidManifest, "these are not the modules of a plug-in");
    let mut modules = Vec::new();
    for sent in sent.iter() {
        let sent: Sent = sent.unchecked_into();
        let signatures = match sent.signatures() {
            Some(bytes) => Some(Signatures::from_bytes(&bytes.to_vec()).ok_or_else(malformed)?),
            None => None,
        };
        let module = sent.module();
        modules.push(NamedModule {
            name: sent.name(),
            imports: imports(&module)?,
            module,
            signatures,
            max_pages: sent.max_pages(),
        });
    }
    if modules.is_empty() {
        return Err(malformed());
    }
    Ok(Compiled {
        modules: modules.into(),
        settings: Settings::default().into(),
    })
}
