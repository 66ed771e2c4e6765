//! Compiled modules in a form that can be sent to a worker.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::binary::Signatures;
use crate::compiled::{CompiledPlugin, NamedModule};
use crate::convert::{class_name, describe, object, Fields};
use crate::error::{Code, Error, Result};
use crate::manifest::MODULE;
use crate::settings::Settings;

pub(super) fn to_array(compiled: &CompiledPlugin) -> Result<Array> {
    let modules = Array::new();
    for module in &compiled.modules {
        let signatures = module
            .signatures
            .as_ref()
            .map(|signatures| Uint8Array::from(signatures.to_bytes().as_slice()));
        modules.push(&object([
            ("name", Some(module.name.as_str().into())),
            ("module", Some(module.module.clone().into())),
            ("signatures", signatures.map(JsValue::from)),
            ("maxPages", module.max_pages.map(JsValue::from)),
        ])?);
    }
    Ok(modules)
}

/// A compiled plug-in without settings.
pub(super) fn from_array(modules: &JsValue) -> Result<CompiledPlugin> {
    if !Array::is_array(modules) || modules.unchecked_ref::<Array>().length() == 0 {
        let text = format!(
            "modules must be an array of at least one, got {}",
            describe(modules)
        );
        return Err(Error::new(Code::InvalidManifest, text));
    }
    let modules = modules.unchecked_ref::<Array>().iter().enumerate();
    let modules = modules.map(|(index, value)| read(index, &value));
    Ok(CompiledPlugin {
        modules: modules.collect::<Result<_>>()?,
        settings: Settings::default(),
    })
}

fn read(index: usize, value: &JsValue) -> Result<NamedModule> {
    let fields = Fields::new(format!("modules[{index}]"), value, Code::InvalidManifest)?;
    let module = fields.get("module")?.unwrap_or(JsValue::UNDEFINED);
    if class_name(&module) != MODULE {
        return Err(fields.wrong("module", "a WebAssembly.Module", &module));
    }
    let signatures = fields.get("signatures")?.map(|value| {
        let bytes = value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec);
        bytes
            .and_then(|bytes| Signatures::from_bytes(&bytes))
            .ok_or_else(|| fields.wrong("signatures", "the bytes of signatures", &value))
    });
    Ok(NamedModule {
        name: fields
            .string("name")?
            .ok_or_else(|| fields.wrong("name", "a string", &JsValue::UNDEFINED))?,
        module: module.unchecked_into(),
        signatures: signatures.transpose()?,
        max_pages: fields
            .integer("maxPages", u32::MAX.into())?
            .map(|pages| pages as u32),
    })
}
