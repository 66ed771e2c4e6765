//! Carries out a plan: makes the instances and starts them.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::WebAssembly::{self, Instance, Memory, Module};
use js_sys::{Array, ArrayBuffer, Function, JsString, Object, RangeError, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::host_imports::HostImports;
use super::plan::{Import, Plan, Provider};
use super::start::start;
use super::wasi::Wasi;
use crate::compiled::{Compiled, NamedModule};
use crate::error::{js_message, Code, Error};
use crate::host::Host;
use crate::js::{set, variadic, Variadic};
use crate::kernel::Growing;
use crate::values::dictionary;

/// The instances of a plug-in.
pub(crate) struct Linked {
    pub(crate) main: Instance,
    /// What the instances' imports call.
    _owned: Vec<Box<dyn Any>>,
}

/// Where a module that comes later in a cycle will be found.
type Slots = Rc<RefCell<Vec<Option<Instance>>>>;

/// A module that could not be instantiated or started.
pub(crate) struct NotStarted {
    pub(crate) module: String,
    /// What the engine or the guest threw.
    pub(crate) thrown: JsValue,
}

/// Makes and starts all instances of a plan.
///
/// Awaits only for modules that the engine refuses to instantiate at once, so that one poll is enough for the others. Boxed, or each caller
/// would have its own copy of the code.
pub(crate) fn instantiate<'a>(
    host: &'a Rc<Host>,
    compiled: &'a Compiled,
    imports: &'a HostImports,
    plan: &'a Plan,
) -> Pin<Box<dyn Future<Output = Result<Linked, NotStarted>> + 'a>> {
    Box::pin(make_all(host, compiled, imports, plan))
}

async fn make_all(
    host: &Rc<Host>,
    compiled: &Compiled,
    imports: &HostImports,
    plan: &Plan,
) -> Result<Linked, NotStarted> {
    let slots: Slots = Rc::new(RefCell::new(vec![None; plan.steps.len()]));
    let mut owned: Vec<Box<dyn Any>> = Vec::new();
    for &step in &plan.order {
        let module = &compiled.modules[plan.steps[step].module];
        let failed = |thrown| NotStarted {
            module: module.name.clone(),
            thrown,
        };
        let object = ImportObject {
            host: imports,
            others: &plan.steps[step].imports,
            slots: &slots,
        };
        carry_out(host, module, step, object, &mut owned)
            .await
            .map_err(failed)?;
    }
    let main = slots.borrow()[Plan::MAIN].clone();
    let missing = || NotStarted {
        module: compiled.modules[compiled.main()].name.clone(),
        thrown: JsValue::UNDEFINED,
    };
    main.map(|main| Linked { main, _owned: owned })
        .ok_or_else(missing)
}

async fn carry_out(
    host: &Rc<Host>,
    module: &NamedModule,
    step: usize,
    imports: ImportObject<'_>,
    owned: &mut Vec<Box<dyn Any>>,
) -> Result<(), JsValue> {
    let is_wasi = |import: &Import| matches!(import.provider, Provider::Wasi);
    let uses_wasi = imports.others.iter().any(is_wasi);
    let wasi = if uses_wasi { Wasi::new(host)? } else { None };
    let object = imports.make(wasi.as_ref(), owned)?;
    let instance = instance_of(&module.module, &object).await?;
    imports.slots.borrow_mut()[step] = Some(instance.clone());
    let exports = instance.exports();
    if let Some(max_pages) = host
        .max_pages
        .filter(|max| module.max_pages.is_none_or(|pages| pages > *max))
    {
        check_limit(host, &module.name, &exports, max_pages)?;
    }
    if let Some(wasi) = wasi {
        wasi.bind(&exports)?;
        owned.push(Box::new(wasi));
    }
    start(&exports, uses_wasi)
}

/// Refuses an instance with a memory that can grow beyond the limit, or beyond what it has where that is more, which shows by
/// trying. Only for modules that were compiled elsewhere: they cannot be given a lower maximum.
fn check_limit(host: &Host, name: &str, exports: &Object, max_pages: u32) -> Result<(), JsValue> {
    for value in Object::values(exports).iter() {
        let Ok(memory) = value.dyn_into::<Memory>() else {
            continue;
        };
        let pages = memory.buffer().unchecked_into::<ArrayBuffer>().byte_length() / 65536;
        // A memory at its maximum says RangeError; another failure says nothing about the limit.
        let bounded = |error: JsValue| error.is_instance_of::<RangeError>();
        let more = max_pages.saturating_sub(pages).saturating_add(1);
        if !memory.unchecked_ref::<Growing>().grow(more).is_err_and(bounded) {
            let text = format!(
                "module \"{name}\" has a memory that can grow beyond memory.maxPages ({max_pages}); a compiled \
                 WebAssembly.Module cannot be limited afterwards: give its bytes or URL instead, or its memory a maximum"
            );
            return host.throw(Err(Error::new(Code::MemoryLimit, text)));
        }
    }
    Ok(())
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
    error.is_instance_of::<RangeError>()
        && JsString::from(js_message(error)).includes("disallowed on the main thread", 0)
}

/// What the import object of one instance is made of.
struct ImportObject<'a> {
    host: &'a HostImports,
    others: &'a [Import],
    slots: &'a Slots,
}

impl ImportObject<'_> {
    fn make(&self, wasi: Option<&Wasi>, closures: &mut Vec<Box<dyn Any>>) -> Result<Object, JsValue> {
        let object = self.host.object().clone();
        if self.others.is_empty() {
            return Ok(object);
        }
        let object = Object::assign(&dictionary(), &object);
        let mut modules: Vec<(&str, Object)> = Vec::new();
        for import in self.others {
            let name = JsValue::from_str(&import.name);
            let value = match &import.provider {
                Provider::Wasi => wasi.map_or(Ok(JsValue::UNDEFINED), |wasi| wasi.import(&import.name))?,
                Provider::Export(step) => export_of(self.slots, *step, &name)?,
                Provider::Late(step) => late(self.slots, *step, name.clone(), closures),
            };
            let known = modules.iter().position(|(known, _)| *known == import.module);
            let at = known.unwrap_or(modules.len());
            if known.is_none() {
                // The host may have functions of the same module.
                let hosted = self.host.module(&import.module).cloned();
                let module = Object::assign(&dictionary(), &hosted.unwrap_or_default());
                set(&object, &import.module, &module)?;
                modules.push((&import.module, module));
            }
            set(&modules[at].1, &import.name, &value)?;
        }
        Ok(object)
    }
}

fn export_of(slots: &Slots, step: usize, name: &JsValue) -> Result<JsValue, JsValue> {
    let instance = slots.borrow()[step].clone();
    instance.map_or(Ok(JsValue::UNDEFINED), |instance| {
        Reflect::get(&instance.exports(), name)
    })
}

/// A function that calls another module's export once that module is there.
fn late(slots: &Slots, step: usize, name: JsValue, closures: &mut Vec<Box<dyn Any>>) -> JsValue {
    let slots = slots.clone();
    let apply = Variadic::new(move |_target: JsValue, _this: JsValue, args: Array| {
        let target: Function = export_of(&slots, step, &name)?.dyn_into().map_err(|_| {
            let name = name.as_string().unwrap_or_default();
            JsValue::from(js_sys::Error::new(&format!(
                "\"{name}\" was called before its module was there"
            )))
        })?;
        Reflect::apply(&target, &JsValue::UNDEFINED, &args)
    });
    let function = variadic(&apply);
    closures.push(Box::new(apply));
    function
}
