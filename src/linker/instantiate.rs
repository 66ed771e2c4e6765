//! Carries out a plan: makes the instances and starts them.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use js_sys::WebAssembly::{self, Instance, Module};
use js_sys::{Array, Function, Object, Proxy, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::plan::{Import, Plan, Provider};
use super::start::start;
use crate::compiled::CompiledPlugin;

/// The instances of a plug-in.
pub(crate) struct Linked {
    pub(crate) main: Instance,
    /// What the instances' imports call, for cycles between modules.
    _closures: Vec<Box<dyn Any>>,
}

/// Where a module that comes later in a cycle will be found.
type Slots = Rc<RefCell<Vec<Option<Instance>>>>;

/// Makes and starts all instances of a plan. Fails with the JavaScript value that the engine or the guest threw.
///
/// Awaits only for modules that the engine refuses to instantiate at once, so that one poll is enough for the others.
pub(crate) async fn instantiate(compiled: &CompiledPlugin, plan: &Plan) -> Result<Linked, JsValue> {
    let slots: Slots = Rc::new(RefCell::new(vec![None; plan.steps.len()]));
    let mut closures = Vec::new();
    for &step in &plan.order {
        let imports = import_object(&plan.steps[step].imports, &slots, &mut closures)?;
        let module = &compiled.modules[plan.steps[step].module].module;
        let instance = instance_of(module, &imports).await?;
        slots.borrow_mut()[step] = Some(instance.clone());
        start(&instance.exports())?;
    }
    let main = slots.borrow()[Plan::MAIN].clone();
    main.map(|main| Linked { main, _closures: closures }).ok_or(JsValue::UNDEFINED)
}

async fn instance_of(module: &Module, imports: &Object) -> Result<Instance, JsValue> {
    match Instance::new(module, imports) {
        Err(error) if refused_on_main_thread(&error) => {
            let promise = WebAssembly::instantiate_module(module, imports);
            Ok(JsFuture::from(promise).await?.unchecked_into())
        }
        result => result,
    }
}

/// Chromium refuses to instantiate modules above 8 MB on a page's main thread without a promise.
fn refused_on_main_thread(error: &JsValue) -> bool {
    let Some(error) = error.dyn_ref::<js_sys::RangeError>() else { return false };
    String::from(error.message()).contains("disallowed on the main thread")
}

fn import_object(
    imports: &[Import],
    slots: &Slots,
    closures: &mut Vec<Box<dyn Any>>,
) -> Result<Object, JsValue> {
    let object = Object::new();
    for import in imports {
        let module = JsValue::from_str(&import.module);
        let name = JsValue::from_str(&import.name);
        let value = match &import.provider {
            Provider::Host(value) => value.clone(),
            Provider::Export(step) => export_of(slots, *step, &name)?,
            Provider::Late(step) => late(slots, *step, name.clone(), closures),
        };
        let mut inner = Reflect::get(&object, &module)?;
        if inner.is_undefined() {
            inner = Object::new().into();
            Reflect::set(&object, &module, &inner)?;
        }
        Reflect::set(&inner, &name, &value)?;
    }
    Ok(object)
}

fn export_of(slots: &Slots, step: usize, name: &JsValue) -> Result<JsValue, JsValue> {
    let instance = slots.borrow()[step].clone();
    instance.map_or(Ok(JsValue::UNDEFINED), |instance| Reflect::get(&instance.exports(), name))
}

/// A function that calls another module's export once that module is there. A proxy's `apply` takes any number of
/// arguments, which a closure on its own does not.
fn late(slots: &Slots, step: usize, name: JsValue, closures: &mut Vec<Box<dyn Any>>) -> JsValue {
    let slots = slots.clone();
    let apply = Closure::<dyn Fn(JsValue, JsValue, Array) -> Result<JsValue, JsValue>>::new(
        move |_target: JsValue, _this: JsValue, args: Array| {
            let target: Function = export_of(&slots, step, &name)?.dyn_into().map_err(|_| {
                let name = name.as_string().unwrap_or_default();
                JsValue::from(js_sys::Error::new(&format!("\"{name}\" was called before its module was there")))
            })?;
            Reflect::apply(&target, &JsValue::UNDEFINED, &args)
        },
    );
    let handler = Object::new();
    // Setting a property of a fresh object cannot fail.
    let _ = Reflect::set(&handler, &"apply".into(), apply.as_ref());
    let proxy = Proxy::new(apply.as_ref(), &handler);
    closures.push(Box::new(apply));
    proxy.into()
}
