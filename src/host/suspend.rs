//! Waiting inside a call: the guest is suspended by the engine (JSPI) until a promise is settled.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use js_sys::WebAssembly::Global;
use js_sys::{Function, Object, Promise};
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error, Result};
use crate::face::Terms;
use crate::js::{property, set};
use crate::tracer::Tracer;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = WebAssembly, js_name = promising)]
    fn promising_export(function: &Function) -> Function;

    #[wasm_bindgen(js_namespace = WebAssembly)]
    type Suspending;
    #[wasm_bindgen(constructor, js_namespace = WebAssembly)]
    fn new(function: &JsValue) -> Suspending;
}

/// What a person can do about an engine that cannot suspend.
pub(crate) fn remedies(terms: &Terms) -> String {
    format!(
        "use an engine with JSPI (WebAssembly.Suspending), or run the plug-in with {}",
        terms.run_in_worker
    )
}

thread_local! {
    static AVAILABLE: bool = {
        let webassembly = property(&js_sys::global(), "WebAssembly");
        let has = |name: &str| property(&webassembly, name).is_function();
        has("Suspending") && has("promising")
    };
}

/// Whether the engine can suspend a guest.
pub(crate) fn available() -> bool {
    AVAILABLE.with(|available| *available)
}

/// A guest function that returns a promise, so that its imports may wait.
pub(crate) fn promising(function: &Function) -> Function {
    promising_export(function)
}

/// An import that waits for the promise it returns, for functions of which the type is not known.
pub(crate) fn suspending(function: &JsValue) -> JsValue {
    Suspending::new(function).into()
}

type Pending = Rc<RefCell<Option<Promise>>>;

/// The promise that the guest is to wait for next, if there is one.
pub(crate) struct Suspender {
    terms: &'static Terms,
    tracer: Option<Tracer>,
    pending: Pending,
    /// Whether the guest was entered in a way that lets it wait.
    allowed: Cell<bool>,
    /// Made when the plug-in has something to wait for.
    wires: OnceCell<Wires>,
}

/// What the adapter is connected to.
pub(crate) struct Wires {
    /// Tells it that there is a promise.
    pub(crate) flag: Global,
    /// The suspending function that it calls.
    pub(crate) wait: JsValue,
    /// What that gives: the promise.
    pub(crate) closure: Closure<dyn Fn() -> JsValue>,
}

impl Wires {
    fn new(pending: &Pending) -> std::result::Result<Self, JsValue> {
        let kind = Object::new();
        set(&kind, "value", &"i32".into())?;
        set(&kind, "mutable", &true.into())?;
        let flag = Global::new(&kind, &0.into())?;
        let taken = pending.clone();
        let closure = Closure::<dyn Fn() -> JsValue>::new(move || {
            taken
                .borrow_mut()
                .take()
                .map_or(JsValue::UNDEFINED, JsValue::from)
        });
        let wait = suspending(closure.as_ref());
        Ok(Self { flag, wait, closure })
    }
}

impl Suspender {
    pub(crate) fn new(tracer: Option<Tracer>, terms: &'static Terms) -> Self {
        Self {
            terms,
            tracer,
            pending: Pending::default(),
            allowed: Cell::new(false),
            wires: OnceCell::new(),
        }
    }

    pub(crate) fn wires(&self) -> std::result::Result<&Wires, JsValue> {
        if let Some(wires) = self.wires.get() {
            return Ok(wires);
        }
        let wires = Wires::new(&self.pending)?;
        Ok(self.wires.get_or_init(|| wires))
    }

    /// Says whether the guest may wait from now on.
    pub(crate) fn allow(&self, allowed: bool) {
        self.allowed.set(allowed);
    }

    /// Fails where the import that runs now cannot wait; `what` names it.
    pub(crate) fn check(&self, what: &str) -> Result<()> {
        if self.allowed.get() {
            Ok(())
        } else {
            Err(cannot_wait(what, self.terms))
        }
    }

    /// Makes the import that runs now wait for a promise; what it returns itself does not matter then.
    pub(crate) fn suspend(&self, what: &str, promise: Promise) -> Result<()> {
        self.check(what)?;
        let promise = match &self.tracer {
            Some(tracer) => tracer.wait(&promise),
            None => promise,
        };
        *self.pending.borrow_mut() = Some(promise);
        self.wires().map_err(Error::thrown)?.flag.set_value(&1.into());
        Ok(())
    }
}

/// The error of a promise where nothing can wait for it.
pub(crate) fn cannot_wait(what: &str, terms: &Terms) -> Error {
    let text = format!(
        "{what} must be waited for, which neither {} nor the start of a plug-in can do: use {}; \
         in an engine that cannot suspend, {}",
        terms.call_at_once,
        terms.call_waiting,
        remedies(terms)
    );
    Error::new(Code::Unsupported, text)
}
