//! A module of our own between the guest and host functions that may have to be waited for.
//!
//! A function imported as `WebAssembly.Suspending` makes every call slow and cannot be called at all unless the guest was
//! entered through `WebAssembly.promising`. So the adapter first calls the function plainly; only when that says, by a
//! flag, that its result is still to come, does it call a suspending function that waits for it.
//!
//! Where nothing can be compiled, the embedder has a function in its place.

use std::cell::RefCell;

use extism_web_rewriter::{adapter, Signature, ENV, FLAG, PLAIN, WAIT};
use js_sys::WebAssembly::{Instance, Module};
use js_sys::{Function, Object, Uint8Array};
use wasm_bindgen::JsValue;

use crate::host::Wires;
use crate::js::{get, set};

/// One function to adapt.
pub(crate) struct Adapted {
    pub(crate) signature: Signature,
    pub(crate) plain: JsValue,
}

thread_local! {
    static INSTEAD: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Takes what makes of `(plain, flag, pending)` a function that does the same, which can only be called where the guest can be suspended:
/// `pending` gives the promise of the result that is still to come.
pub fn set_adapter(instead: Function) {
    INSTEAD.set(Some(instead));
}

/// Whether what `adapt` gives can only be called where the guest can be suspended.
pub(crate) fn always_suspends() -> bool {
    INSTEAD.with_borrow(Option::is_some)
}

/// The functions to import instead, in the order given. A plain function sets the flag when its result is still to come; `wait` is the
/// suspending function that gives that result.
pub(crate) fn adapt(functions: &[Adapted], wires: &Wires) -> Result<Vec<JsValue>, JsValue> {
    let Wires {
        flag, wait, closure, ..
    } = wires;
    if let Some(instead) = INSTEAD.with_borrow(Clone::clone) {
        let mut adapted = Vec::new();
        for function in functions {
            adapted.push(instead.call3(&JsValue::UNDEFINED, &function.plain, flag, closure.as_ref())?);
        }
        return Ok(adapted);
    }
    let module = Module::new(&Uint8Array::from(
        adapter(functions.iter().map(|function| &function.signature)).as_slice(),
    ))?;
    let (plain, waiting, env) = (Object::new(), Object::new(), Object::new());
    for (index, function) in functions.iter().enumerate() {
        let name = &index.to_string();
        set(&plain, name, &function.plain)?;
        set(&waiting, name, wait)?;
    }
    set(&env, FLAG, flag)?;
    let imports = Object::new();
    for (name, object) in [(PLAIN, plain), (WAIT, waiting), (ENV, env)] {
        set(&imports, name, &object)?;
    }
    let exports = Instance::new(&module, &imports)?.exports();
    let mut adapted = Vec::new();
    for index in 0..functions.len() {
        adapted.push(get(&exports, &index.to_string())?);
    }
    Ok(adapted)
}
