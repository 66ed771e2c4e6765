//! Host functions of the application's own, as the JavaScript side hands them over.

use std::rc::Rc;

use extism_web_rewriter::{Signature, ValType};
use js_sys::Object;
use wasm_bindgen::prelude::*;

use super::suspend::{self, suspending};
use super::trace::Tracer;
use super::{pdk, Host, HostImports, ENV};
use crate::compiled::CompiledPlugin;
use crate::convert::get;
use crate::error::{Code, Error, Result};
use crate::linker::{adapt, Adapted};
use crate::platform;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript object behind a plug-in's host functions.
    #[derive(Clone)]
    pub(crate) type Bridge;

    /// The function to import, which checks what the application's function returns; `undefined` when there is none of
    /// that name. `result` is the wanted type (`i32`, `void`, …) or `undefined`. With `direct`, a promise is returned as
    /// it is; otherwise it is handed to the host's `suspend`.
    #[wasm_bindgen(method, catch)]
    fn wrap(
        this: &Bridge,
        namespace: &str,
        name: &str,
        result: Option<&str>,
        direct: bool,
    ) -> std::result::Result<JsValue, JsValue>;

    /// Whether the function is an `async function`.
    #[wasm_bindgen(method, js_name = isAsync)]
    fn is_async(this: &Bridge, namespace: &str, name: &str) -> bool;

    /// The namespaces that have a function of that name, in quotes; empty when none has.
    #[wasm_bindgen(method, js_name = namespacesOf)]
    pub(crate) fn namespaces_of(this: &Bridge, name: &str) -> String;

    /// What a function threw in this call, as `{value}`; `undefined` when none did.
    #[wasm_bindgen(method, js_name = takeThrown)]
    pub(super) fn take_thrown(this: &Bridge) -> JsValue;

    /// Whether WASI is on.
    #[wasm_bindgen(method, getter, js_name = hasWasi)]
    pub(crate) fn has_wasi(this: &Bridge) -> bool;

    /// The end of what the plug-in wrote to standard error in this call, where it goes to nobody.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn stderr(this: &Bridge) -> String;

    /// A fresh WASI implementation for one instance.
    #[wasm_bindgen(method, catch)]
    pub(crate) fn wasi(this: &Bridge) -> std::result::Result<JsValue, JsValue>;

    /// What records the plug-in's calls of its imports; there only when that was asked for.
    #[wasm_bindgen(method, getter)]
    pub(crate) fn tracer(this: &Bridge) -> Option<Tracer>;
}

impl Bridge {
    /// What a host function threw, if it is this value.
    pub(super) fn threw(&self, value: &JsValue) -> bool {
        let thrown = self.take_thrown();
        thrown.is_object() && get(&thrown, "value").is_ok_and(|seen| Object::is(&seen, value))
    }
}

/// The one of the host's own functions that may have to be waited for.
const HTTP_REQUEST: &str = "http_request";

/// What the host's functions mean for calls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Waiting {
    /// The guest must be entered so that it can be suspended: some import may have to be waited for.
    pub(crate) may_suspend: bool,
    /// The guest cannot be entered in any other way.
    pub(crate) must_suspend: bool,
}

/// Adds the application's functions that the modules import to the import modules, and puts the adapter between the guest
/// and every function that may have to be waited for.
pub(crate) fn add_functions(
    host: &Rc<Host>,
    compiled: &CompiledPlugin,
    imports: &mut HostImports,
) -> Result<Waiting> {
    let mut waiting = Waiting::default();
    let mut names: Vec<(&str, &str)> = Vec::new();
    let mut functions: Vec<Adapted> = Vec::new();
    let mut requests: Vec<(&str, &str)> = Vec::new();
    for row in compiled.function_imports() {
        let (module, name) = (row.module.as_str(), row.name.as_str());
        let signature = compiled.signature(module, name);
        let own = pdk::function(module, name);
        // What the application, or a worker's page, has of Extism's functions goes by their new names.
        let known = [
            Some((module, name)),
            own.filter(|_| module != ENV).map(|own| (ENV, own)),
        ];
        let mut plain = None;
        for (module, name) in known.into_iter().flatten() {
            if plain.is_none() {
                plain = wrapped(host, module, name, signature)?;
            }
        }
        let Some(plain) = plain else {
            if own == Some(HTTP_REQUEST) {
                requests.push((module, name));
            }
            continue;
        };
        if host.suspender.is_none() {
            imports.set(module, name, &plain)?;
        } else if let Some(signature) = signature {
            names.push((module, name));
            functions.push(Adapted {
                signature: signature.clone(),
                plain,
            });
        } else {
            waiting = Waiting {
                may_suspend: true,
                must_suspend: true,
            };
            imports.set(module, name, &suspending(&plain))?;
        }
    }
    for (module, name) in requests {
        if !host.http.reaches_anything() {
            break;
        }
        if let Some(function) = waiting_http(host, imports.get(module, name)?)? {
            names.push((module, name));
            functions.push(function);
        }
    }
    let Some(suspender) = host.suspender.as_ref().filter(|_| !names.is_empty()) else {
        return Ok(waiting);
    };
    let adapted = suspender
        .wires()
        .and_then(|wires| adapt(&functions, &wires.flag, &wires.wait))
        .map_err(Error::thrown)?;
    for ((module, name), function) in names.iter().zip(&adapted) {
        imports.set(module, name, function)?;
    }
    waiting.may_suspend = true;
    Ok(waiting)
}

/// The application's function of that name, wrapped.
fn wrapped(host: &Host, module: &str, name: &str, signature: Option<&Signature>) -> Result<Option<JsValue>> {
    let Some(bridge) = &host.bridge else {
        return Ok(None);
    };
    if host.suspender.is_none() && bridge.is_async(module, name) {
        let text = format!(
            "host function \"{module}\" \"{name}\" is async: {}",
            suspend::REMEDIES
        );
        return Err(Error::new(Code::Unsupported, text));
    }
    let direct = host.suspender.is_some() && signature.is_none();
    let function = bridge
        .wrap(module, name, signature.and_then(result_name), direct)
        .map_err(Error::thrown)?;
    Ok((!function.is_undefined()).then(|| host.traced(module, name, None, function)))
}

/// The plug-in's `http_request`, which waits for a response; `None` where it stays as it is, as the response is there at
/// once.
fn waiting_http(host: &Host, plain: JsValue) -> Result<Option<Adapted>> {
    if host.suspender.is_none() {
        if host.http.sync_fetch().is_some() {
            return Ok(None);
        }
        let or = match platform::sync_fetch() {
            Some(_) => ", or leave out the option fetch, which gives promises",
            None => "",
        };
        let text = format!(
            "the plug-in makes HTTP requests, which must be waited for: {}{or}",
            suspend::REMEDIES
        );
        return Err(Error::new(Code::Unsupported, text));
    }
    let signature = Signature {
        params: vec![ValType::I64, ValType::I64],
        results: vec![ValType::I64],
    };
    Ok(Some(Adapted { signature, plain }))
}

fn result_name(signature: &Signature) -> Option<&'static str> {
    match signature.results.as_slice() {
        [] => Some("void"),
        [ValType::I32] => Some("i32"),
        [ValType::I64] => Some("i64"),
        [ValType::F32] => Some("f32"),
        [ValType::F64] => Some("f64"),
        _ => None,
    }
}
