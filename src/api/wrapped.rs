//! Host functions as JavaScript's functions.

use std::any::Any;
use std::cell::RefCell;
use std::rc::{Rc, Weak};

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::access::Access;
use super::call::{panicked, Calls};
use super::caught::Caught;
use super::current_plugin::CurrentPlugin;
use super::function::{Body, Function, Immediate, Results};
use super::val::{Val, ValType};
use crate::error::{Code, Error, Result};
use crate::future::promise_of;
use crate::js::{variadic, Variadic};

/// How many arguments a closure takes; a function of more takes them as a list, which is slower.
const PLAIN_ARGUMENTS: usize = 8;

pub(crate) type Returned = std::result::Result<JsValue, JsValue>;

/// Closures that JavaScript has: what they do ends with this.
#[derive(Default)]
pub(crate) struct Closures(RefCell<Vec<Box<dyn Any>>>);

impl Closures {
    /// A function of JavaScript's that calls one of Rust's with the arguments that it is given.
    pub(crate) fn import(&self, count: usize, call: impl Fn(&[JsValue]) -> Returned + 'static) -> JsValue {
        if count <= PLAIN_ARGUMENTS {
            return self.plain(call);
        }
        let apply = Variadic::new(move |_target: JsValue, _this: JsValue, args: Array| call(&args.to_vec()));
        let function = variadic(&apply);
        self.0.borrow_mut().push(Box::new(apply));
        function
    }

    #[allow(clippy::many_single_char_names)]
    fn plain(&self, call: impl Fn(&[JsValue]) -> Returned + 'static) -> JsValue {
        type Plain =
            dyn Fn(JsValue, JsValue, JsValue, JsValue, JsValue, JsValue, JsValue, JsValue) -> Returned;
        let closure = Closure::<Plain>::new(move |a, b, c, d, e, f, g, h| call(&[a, b, c, d, e, f, g, h]));
        let function = closure.as_ref().clone();
        self.0.borrow_mut().push(Box::new(closure));
        function
    }
}

/// A host function as the guest imports it.
pub(crate) struct Wrapped {
    function: Function,
    calls: Weak<Calls>,
    label: String,
    /// Whether a promise is returned as it is, for somebody else to wait for.
    direct: bool,
}

impl Wrapped {
    pub(crate) fn new(function: &Function, calls: &Rc<Calls>, direct: bool) -> Self {
        Self {
            function: function.clone(),
            calls: Rc::downgrade(calls),
            label: function.label(),
            direct,
        }
    }

    /// Calls it; `access` is what it has of the plug-in.
    pub(crate) fn call(&self, access: impl FnOnce(&Rc<Calls>) -> Access, args: &[JsValue]) -> Returned {
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
        let plugin = CurrentPlugin::new(&calls, access(&calls));
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

/// Types in parentheses.
pub(crate) fn list_of(types: &[impl std::fmt::Display]) -> String {
    let names: Vec<String> = types.iter().map(ToString::to_string).collect();
    format!("({})", names.join(", "))
}
