//! The Rust application, as the host sees it.

use std::rc::Rc;

use extism_web_rewriter::Signature;
use wasm_bindgen::prelude::*;

use super::access::Access;
use super::call::Calls;
use super::function::{Body, Function};
use super::val::ValType;
use super::wasi::Wasi;
use super::wrapped::{list_of, Closures, Wrapped};
use crate::error::{Code, Error, Result};
use crate::face::{Face, Terms, WasiContext};

pub(crate) struct RustFace {
    calls: Rc<Calls>,
    functions: Rc<[Function]>,
    wasi: Option<Rc<Wasi>>,
    /// What the guest's imports call.
    closures: Closures,
}

impl RustFace {
    pub(crate) fn new(calls: &Rc<Calls>, functions: &Rc<[Function]>, wasi: Option<Rc<Wasi>>) -> Self {
        Self {
            calls: calls.clone(),
            functions: functions.clone(),
            wasi,
            closures: Closures::default(),
        }
    }

    fn find(&self, namespace: &str, name: &str) -> Option<&Function> {
        let mut functions = self.functions.iter();
        functions.find(|function| function.module() == namespace && function.name() == name)
    }
}

impl Face for RustFace {
    fn function(
        &self,
        namespace: &str,
        name: &str,
        signature: Option<&Signature>,
        direct: bool,
    ) -> Result<Option<JsValue>> {
        let Some(function) = self.find(namespace, name) else {
            return Ok(None);
        };
        check(function, signature)?;
        let wrapped = Wrapped::new(function, &self.calls, direct);
        let call = move |args: &[JsValue]| wrapped.call(|calls| Access::Here(calls.clone()), args);
        Ok(Some(self.closures.import(function.params().len(), call)))
    }

    fn is_async(&self, namespace: &str, name: &str) -> bool {
        let function = self.find(namespace, name);
        function.is_some_and(|function| matches!(function.body(), Body::Async(_)))
    }

    fn may_wait(&self, namespace: &str, name: &str) -> bool {
        self.is_async(namespace, name)
    }

    fn namespaces_of(&self, name: &str) -> String {
        let named = self.functions.iter().filter(|function| function.name() == name);
        let namespaces: Vec<String> = named
            .map(|function| format!("\"{}\"", function.module()))
            .collect();
        namespaces.join(", ")
    }

    fn how_to_give(&self, namespace: &str, name: &str) -> String {
        format!("PluginBuilder::with_function_in_namespace(\"{namespace}\", \"{name}\", …)")
    }

    fn terms(&self) -> &'static Terms {
        &Terms {
            functions_have: "the application has a host function",
            use_wasi: "PluginBuilder::with_wasi",
            run_in_worker: "PluginBuilder::with_worker",
            call_at_once: "Plugin::call",
            call_waiting: "Plugin::call_async",
        }
    }

    fn take_thrown(&self, value: &JsValue) -> Option<Error> {
        self.calls.take_thrown(value)
    }

    fn reaches_kernel(&self) -> bool {
        !self.functions.is_empty() || self.wasi.is_some()
    }

    fn wasi(&self) -> std::result::Result<Option<WasiContext>, JsValue> {
        self.wasi.as_ref().map(|wasi| wasi.make()).transpose()
    }

    fn stderr(&self) -> String {
        self.wasi.as_ref().map(|wasi| wasi.stderr()).unwrap_or_default()
    }
}

/// Fails unless a function is what the plug-in imports.
pub(crate) fn check(function: &Function, signature: Option<&Signature>) -> Result<()> {
    let numeric = |types: &[ValType]| types.iter().map(|ty| ty.numeric()).collect::<Option<Vec<_>>>();
    let (params, results) = (numeric(function.params()), numeric(function.results()));
    let label = function.label();
    let (Some(params), Some(results)) = (params, results) else {
        let text = format!("{label} has a parameter or result of type v128, funcref or externref, which cannot be passed through JavaScript");
        return Err(Error::new(Code::Unsupported, text));
    };
    match signature {
        Some(wanted) if wanted.params != params || wanted.results != results => {
            let text = format!(
                "{label} takes {} and returns {}, and the plug-in imports it with {} and {}",
                list_of(function.params()),
                list_of(function.results()),
                names(&wanted.params),
                names(&wanted.results)
            );
            Err(Error::new(Code::Link, text))
        }
        _ => Ok(()),
    }
}

fn names(types: &[extism_web_rewriter::ValType]) -> String {
    let names: Vec<String> = types.iter().map(|ty| format!("{ty:?}").to_lowercase()).collect();
    list_of(&names)
}
