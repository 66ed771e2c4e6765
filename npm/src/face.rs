//! The application behind the package's JavaScript.

use extism_web::embedding::{get, Face, Terms, Tracer, WasiContext};
use extism_web::{Error, Result};
use extism_web_rewriter::{Signature, ValType};
use js_sys::Object;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The JavaScript object behind a plug-in's host functions and WASI (js/bridge.js).
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
    fn namespaces_of(this: &Bridge, name: &str) -> String;

    /// What a function threw in this call, as `{value}`; `undefined` when none did.
    #[wasm_bindgen(method, js_name = takeThrown)]
    fn take_thrown(this: &Bridge) -> JsValue;

    /// The end of what the plug-in wrote to standard error in this call, where it goes to nobody.
    #[wasm_bindgen(method, getter)]
    fn stderr(this: &Bridge) -> String;

    /// A fresh WASI implementation for one instance; `undefined` when WASI is off.
    #[wasm_bindgen(method, catch)]
    fn wasi(this: &Bridge) -> std::result::Result<Option<WasiContext>, JsValue>;

    /// What records the plug-in's calls of its imports; there only when that was asked for.
    #[wasm_bindgen(method, getter)]
    fn tracer(this: &Bridge) -> Option<Tracer>;
}

/// A plug-in without host functions, WASI and tracing has no bridge.
pub(crate) struct NpmFace(pub(crate) Option<Bridge>);

impl Face for NpmFace {
    fn function(
        &self,
        namespace: &str,
        name: &str,
        signature: Option<&Signature>,
        direct: bool,
    ) -> Result<Option<JsValue>> {
        let Some(bridge) = &self.0 else {
            return Ok(None);
        };
        let function = bridge
            .wrap(namespace, name, signature.and_then(result_name), direct)
            .map_err(Error::thrown)?;
        Ok((!function.is_undefined()).then_some(function))
    }

    fn is_async(&self, namespace: &str, name: &str) -> bool {
        self.0
            .as_ref()
            .is_some_and(|bridge| bridge.is_async(namespace, name))
    }

    fn may_wait(&self, _namespace: &str, _name: &str) -> bool {
        // Any function may return a promise.
        true
    }

    fn namespaces_of(&self, name: &str) -> String {
        self.0
            .as_ref()
            .map(|bridge| bridge.namespaces_of(name))
            .unwrap_or_default()
    }

    fn how_to_give(&self, namespace: &str, name: &str) -> String {
        format!("options.functions[\"{namespace}\"][\"{name}\"]")
    }

    fn terms(&self) -> &'static Terms {
        &Terms {
            functions_have: "options.functions has",
            use_wasi: "the \"useWasi\" plugin option",
            run_in_worker: "the option runInWorker",
            call_at_once: "callSync",
            call_waiting: "call",
        }
    }

    fn take_thrown(&self, value: &JsValue) -> Option<Error> {
        let thrown = self.0.as_ref()?.take_thrown();
        let is_it = thrown.is_object() && get(&thrown, "value").is_ok_and(|seen| Object::is(&seen, value));
        is_it.then(|| Error::thrown(value.clone()))
    }

    fn reaches_kernel(&self) -> bool {
        self.0.is_some()
    }

    fn wasi(&self) -> std::result::Result<Option<WasiContext>, JsValue> {
        self.0.as_ref().map_or(Ok(None), Bridge::wasi)
    }

    fn stderr(&self) -> String {
        self.0.as_ref().map(Bridge::stderr).unwrap_or_default()
    }

    fn tracer(&self) -> Option<Tracer> {
        self.0.as_ref().and_then(Bridge::tracer)
    }
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
