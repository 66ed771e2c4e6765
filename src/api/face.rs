//! The Rust application, as the host sees it.

use std::any::Any;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

use extism_web_rewriter::Signature;
use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::call::{panicked, Calls};
use super::caught::Caught;
use super::current_plugin::CurrentPlugin;
use super::function::{Body, Function, Immediate, Results};
use super::val::{Val, ValType};
use super::wasi::Wasi;
use crate::error::{Code, Error, Result};
use crate::face::{Face, Terms, WasiContext};
use crate::future::promise_of;
use crate::js::{variadic, Variadic};

/// How many arguments a closure takes; a function of more takes them as a list, which is slower.
const PLAIN_ARGUMENTS: usize = 8;

pub(crate) struct RustFace {
    calls: Rc<Calls>,
    functions: Rc<[Function]>,
    wasi: Option<Rc<Wasi>>,
    /// What the guest's imports call.
    closures: RefCell<Vec<Box<dyn Any>>>,
}

impl RustFace {
    pub(crate) fn new(calls: &Rc<Calls>, functions: &Rc<[Function]>, wasi: Option<Rc<Wasi>>) -> Self {
        Self {
            calls: calls.clone(),
            functions: functions.clone(),
            wasi,
            closures: RefCell::default(),
        }
    }

    fn find(&self, namespace: &str, name: &str) -> Option<&Function> {
        let mut functions = self.functions.iter();
        functions.find(|function| function.module() == namespace && function.name() == name)
    }

    /// A function of JavaScript's that calls one of Rust's with the arguments that it is given.
    fn import(&self, count: usize, call: impl Fn(&[JsValue]) -> Returned + 'static) -> JsValue {
        if count <= PLAIN_ARGUMENTS {
            return self.plain(call);
        }
        let apply = Variadic::new(move |_target: JsValue, _this: JsValue, args: Array| call(&args.to_vec()));
        let function = variadic(&apply);
        self.closures.borrow_mut().push(Box::new(apply));
        function
    }

    #[allow(clippy::many_single_char_names)]
    fn plain(&self, call: impl Fn(&[JsValue]) -> Returned + 'static) -> JsValue {
        type Plain =
            dyn Fn(JsValue, JsValue, JsValue, JsValue, JsValue, JsValue, JsValue, JsValue) -> Returned;
        let closure = Closure::<Plain>::new(move |a, b, c, d, e, f, g, h| call(&[a, b, c, d, e, f, g, h]));
        let function = closure.as_ref().clone();
        self.closures.borrow_mut().push(Box::new(closure));
        function
    }
}

type Returned = std::result::Result<JsValue, JsValue>;

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
        let wrapped = Wrapped {
            function: function.clone(),
            calls: Rc::downgrade(&self.calls),
            label: function.label(),
            direct,
        };
        let count = function.params().len();
        Ok(Some(self.import(count, move |args| wrapped.call(args))))
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

/// A host function as the guest imports it.
struct Wrapped {
    function: Function,
    calls: Weak<Calls>,
    label: String,
    direct: bool,
}

impl Wrapped {
    fn call(&self, args: &[JsValue]) -> Returned {
        let Some(calls) = self.calls.upgrade() else {
            return Err(Error::new(Code::Closed, "plugin is closed").into());
        };
        let params = self.function.params();
        let inputs: Vec<Val> = params
            .iter()
            .zip(args)
            .map(|(ty, value)| Val::from_js(*ty, value))
            .collect();
        calls.enter(&self.label);
        let plugin = CurrentPlugin::new(&calls);
        let result = match self.function.body() {
            Body::Sync(f) => self.run(&**f, plugin, &inputs),
            Body::Async(f) => self.begin(&calls, f(plugin, inputs)),
        };
        calls.leave();
        result.map_err(|error| calls.throw(error))
    }

    fn run(&self, f: &Immediate, mut plugin: CurrentPlugin, inputs: &[Val]) -> Result<JsValue> {
        let mut outputs: Vec<Val> = self.function.results().iter().map(|ty| Val::zero(*ty)).collect();
        f(&mut plugin, inputs, &mut outputs)?;
        if let Some(failure) = plugin.take_failure() {
            return Err(failure);
        }
        self.returned(&outputs)
    }

    /// Has the guest wait for the function's future.
    fn begin(&self, calls: &Rc<Calls>, future: Results) -> Result<JsValue> {
        let (function, label, owner) = (self.function.clone(), self.label.clone(), calls.clone());
        let promise = promise_of(Box::pin(async move {
            let result = match Caught::new(future).await {
                Ok(result) => result.and_then(|outputs| returned(&function, &label, &outputs)),
                Err(trap) => Err(panicked(&label, trap)),
            };
            result.map_err(|error| owner.throw(error))
        }));
        if self.direct {
            return Ok(promise.into());
        }
        let host = calls.host()?;
        match &host.suspender {
            Some(suspender) => suspender.suspend(&self.label, promise)?,
            None => return Err(crate::host::cannot_wait(&self.label, host.face.terms())),
        }
        let zero = self.function.results().first().map(|ty| Val::zero(*ty).to_js());
        Ok(zero.unwrap_or(JsValue::UNDEFINED))
    }

    fn returned(&self, outputs: &[Val]) -> Result<JsValue> {
        returned(&self.function, &self.label, outputs)
    }
}

/// Results as the engine takes them, if they are what the function says.
fn returned(function: &Function, label: &str, outputs: &[Val]) -> Result<JsValue> {
    let wanted = function.results();
    let types = || outputs.iter().map(Val::ty);
    if outputs.len() != wanted.len() || types().zip(wanted).any(|(ty, wanted)| ty != *wanted) {
        let returned: Vec<ValType> = types().collect();
        let text = format!(
            "{label} must return {}, and returned {}",
            list_of(wanted),
            list_of(&returned)
        );
        return Err(Error::new(Code::HostFunction, text));
    }
    Ok(match outputs {
        [] => JsValue::UNDEFINED,
        [output] => output.to_js(),
        outputs => outputs
            .iter()
            .map(|output| output.to_js())
            .collect::<Array>()
            .into(),
    })
}

/// Fails unless a function is what the plug-in imports.
fn check(function: &Function, signature: Option<&Signature>) -> Result<()> {
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

/// Types in parentheses.
fn list_of(types: &[impl std::fmt::Display]) -> String {
    let names: Vec<String> = types.iter().map(ToString::to_string).collect();
    format!("({})", names.join(", "))
}
