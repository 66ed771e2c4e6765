//! The application's functions, and those of the host's own that may have to be waited for, among the imports.

use std::rc::Rc;

use extism_web_rewriter::{Signature, ValType};
use wasm_bindgen::JsValue;

use super::adapter::{adapt, always_suspends, Adapted};
use super::host_imports::HostImports;
use super::imported::{function_imports, signature};
use crate::compiled::Compiled;
use crate::error::{Code, Error, Result};
use crate::host::pdk::{self, ENV};
use crate::host::{remedies, suspending, Host};
use crate::platform;

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
    compiled: &Compiled,
    imports: &mut HostImports,
) -> Result<Waiting> {
    let mut waiting = Waiting::default();
    let mut names: Vec<(&str, &str)> = Vec::new();
    let mut functions: Vec<Adapted> = Vec::new();
    let mut requests: Vec<(&str, &str)> = Vec::new();
    for row in function_imports(compiled) {
        let (module, name) = (row.module.as_str(), row.name.as_str());
        let signature = signature(compiled, module, name);
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
        if host.suspender.is_none() || !host.face.may_wait(module, name) {
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
        .and_then(|wires| adapt(&functions, wires))
        .map_err(Error::thrown)?;
    for ((module, name), function) in names.iter().zip(&adapted) {
        imports.set(module, name, function)?;
    }
    waiting.may_suspend = true;
    waiting.must_suspend |= always_suspends();
    Ok(waiting)
}

/// The application's function of that name, wrapped.
fn wrapped(host: &Host, module: &str, name: &str, signature: Option<&Signature>) -> Result<Option<JsValue>> {
    if host.suspender.is_none() && host.face.is_async(module, name) {
        let text = format!(
            "host function \"{module}\" \"{name}\" is async: {}",
            remedies(host.face.terms())
        );
        return Err(Error::new(Code::Unsupported, text));
    }
    let direct = host.suspender.is_some() && signature.is_none();
    let function = host.face.function(module, name, signature, direct)?;
    Ok(function.map(|function| host.traced(module, name, None, function)))
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
            remedies(host.face.terms())
        );
        return Err(Error::new(Code::Unsupported, text));
    }
    let signature = Signature {
        params: vec![ValType::I64, ValType::I64],
        results: vec![ValType::I64],
    };
    Ok(Some(Adapted { signature, plain }))
}
