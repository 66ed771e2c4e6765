//! The guest: a plug-in's instances, and calls of them.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use js_sys::WebAssembly::{Instance, Memory, RuntimeError};
use js_sys::{ArrayBuffer, Function, JsString, Map, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::compiled::Compiled;
use crate::error::{error_name, js_message, room_for, text, Code, Error, Result};
use crate::face::Face;
use crate::future::poll_once;
use crate::host::{cannot_wait, promising, Host};
use crate::js::get;
use crate::kernel::Kernel;
use crate::linker::{
    add_functions, instantiate, HostImports, Linked, NotStarted, Parts, Plan, Waiting, Wasi,
};
use crate::options::Options;
use crate::outcome::{self, Returned};
use crate::values::describe;

/// A plug-in, ready for calls: its kernel, its instances and its variables.
///
/// One call at a time. A call that traps leaves the plug-in usable: its modules are instantiated anew before the next
/// call, while config and variables stay.
///
/// The face keeps a call's state: it begins nothing while something runs.
pub struct Guest {
    compiled: Compiled,
    host: Rc<Host>,
    plan: Plan,
    linked: RefCell<Linked>,
    imports: HostImports,
    /// Functions that were found callable, by name; and their forms that return a promise.
    functions: Map,
    promising: OnceCell<Map>,
    waiting: Waiting,
    /// A guest that was left in the middle of a call may hold a stack pointer, or locks, that nobody will put back.
    stale: Cell<bool>,
}

impl Guest {
    /// Makes a guest from compiled modules. `attach` is given the host before anything runs.
    ///
    /// # Errors
    /// An import that nothing provides, a module that fails as it starts, a limit or feature that cannot be had.
    pub async fn new(
        compiled: &Compiled,
        options: &Options,
        face: Box<dyn Face>,
        place: Place,
        attach: impl FnOnce(&Rc<Host>),
    ) -> Result<Self> {
        let settings = compiled.settings_with(options)?;
        let (kernel, suspends) = match place {
            Place::OnItsOwn => (Kernel::new(settings.max_pages)?, true),
            Place::Beside(memory) => (Kernel::over(memory, settings.max_pages)?, false),
        };
        let host = Rc::new(Host::new(options, &settings, face, kernel, suspends)?);
        attach(&host);
        let mut imports = HostImports::new(&host, compiled)?;
        let waiting = add_functions(&host, compiled, &mut imports)?;
        // The application's functions can keep what the guest gives them; a suspended guest may go on when all else is over.
        if host.face.reaches_kernel() || waiting.may_suspend {
            host.kernel.share();
        }
        let wasi = wasi_imports(&host)?;
        let parts = Parts {
            compiled,
            host: &imports,
            wasi: wasi.as_ref(),
        };
        let plan = Plan::new(&parts, &*host.face)?;
        let linked = instantiate(&host, compiled, &imports, &plan)
            .await
            .map_err(|failure| not_started(&host, failure))?;
        Ok(Self {
            compiled: compiled.clone(),
            host,
            plan,
            linked: RefCell::new(linked),
            imports,
            functions: Map::new(),
            promising: OnceCell::new(),
            waiting,
            stale: Cell::new(false),
        })
    }

    /// Calls a function that nothing has to be waited for.
    ///
    /// # Errors
    /// The plug-in's own error ([`Code::PluginError`]), a trap, a non-zero result, or a misuse of the API.
    pub fn call_js(&self, name: &JsValue, input: Option<&Uint8Array>) -> Result<Option<Uint8Array>> {
        self.ready_at_once()?;
        let function = self.function(name)?;
        self.host.kernel.begin(input)?;
        let result = function.call0(&JsValue::UNDEFINED);
        settle(&self.host, self.ended(name, result))
    }

    /// Runs a function in a call that another host of the plug-in began, and will settle.
    pub fn run(&self, name: &JsValue) -> Result<()> {
        self.ready_at_once()?;
        let function = self.function(name)?;
        let result = function.call0(&JsValue::UNDEFINED);
        self.ended(name, result).map_or(Ok(()), Err)
    }

    /// The function of that name, if nothing but calling it is to be done.
    pub fn direct(&self, name: &JsValue) -> Option<Function> {
        if self.waiting.may_suspend || self.stale.get() {
            return None;
        }
        self.function(name).ok()
    }

    /// The outcome of a function that was called directly.
    pub fn settle(
        &self,
        name: &JsValue,
        result: std::result::Result<JsValue, JsValue>,
    ) -> Result<Option<Uint8Array>> {
        settle(&self.host, self.ended(name, result))
    }

    /// Fails unless a function can be called here and now.
    fn ready_at_once(&self) -> Result<()> {
        room_for(0)?;
        if self.waiting.must_suspend {
            return Err(cannot_wait(
                "a plug-in with HTTP requests or host functions of unknown types",
                self.host.face.terms(),
            ));
        }
        if self.stale.get() {
            poll_once(self.renew()).unwrap_or_else(|| Err(too_large()))?;
        }
        Ok(())
    }

    /// The same for a guest that may have to be suspended.
    pub async fn call_waiting(
        &self,
        name: &JsValue,
        input: Option<&Uint8Array>,
    ) -> Result<Option<Uint8Array>> {
        let function = self.promising(name)?;
        self.host.kernel.begin(input)?;
        self.host.allow_waiting(true);
        let result = match function.call0(&JsValue::UNDEFINED) {
            Ok(promise) => JsFuture::from(promise.unchecked_into::<Promise>()).await,
            Err(thrown) => Err(thrown),
        };
        self.host.allow_waiting(false);
        settle(&self.host, self.ended(name, result))
    }

    /// Whether calls are made by `call_waiting`.
    pub fn may_suspend(&self) -> bool {
        self.waiting.may_suspend
    }

    /// The callable export of that name, in the form that returns a promise.
    fn promising(&self, name: &JsValue) -> Result<Function> {
        room_for(0)?;
        let promises = self.promising.get_or_init(Map::new);
        let known = promises.get(name);
        if known.is_function() {
            return Ok(known.unchecked_into());
        }
        let function = promising(&self.function(name)?);
        promises.set(name, &function);
        Ok(function)
    }

    /// Instantiates the modules anew when the last call left them in an unknown state.
    pub async fn renew(&self) -> Result<()> {
        if !self.stale.get() {
            return Ok(());
        }
        room_for(0)?;
        let linked = instantiate(&self.host, &self.compiled, &self.imports, &self.plan).await;
        let linked = linked.map_err(|failure| not_started(&self.host, failure))?;
        self.functions.clear();
        if let Some(promises) = self.promising.get() {
            promises.clear();
        }
        self.stale.set(false);
        // The old instances' WASI passes its last output on to the logger, which may ask for the instance.
        drop(self.linked.replace(linked));
        Ok(())
    }

    /// Whether the last call left the instances to be made anew.
    pub fn is_stale(&self) -> bool {
        self.stale.get()
    }

    /// The callable export of that name.
    fn function(&self, name: &JsValue) -> Result<Function> {
        let known = self.functions.get(name);
        if known.is_function() {
            return Ok(known.unchecked_into());
        }
        let Some(text) = text(name)? else {
            let text = format!("a function's name must be a string, got {}", describe(name));
            return Err(Error::new(Code::InvalidInput, text));
        };
        let value = Reflect::get(&self.exports(), name).map_err(Error::thrown)?;
        if value.is_undefined() {
            let text = format!("Plugin error: function \"{text}\" does not exist");
            return Err(Error::new(Code::FunctionNotFound, text));
        }
        let function: Function = value.dyn_into().map_err(|_| {
            Error::new(
                Code::NotAFunction,
                format!("Plugin error: export \"{text}\" is not a function"),
            )
        })?;
        if function.length() > 0 {
            let count = function.length();
            let text = format!("Plugin error: function \"{text}\" takes {count} parameter(s); a plug-in's function takes none");
            return Err(Error::new(Code::Signature, text));
        }
        self.functions.set(name, &function);
        Ok(function)
    }

    /// The failure in what the guest returned or threw.
    fn ended(&self, name: &JsValue, result: std::result::Result<JsValue, JsValue>) -> Option<Error> {
        self.failure(name, result)
            .map(|error| with_stderr(&self.host, error))
    }

    fn failure(&self, name: &JsValue, result: std::result::Result<JsValue, JsValue>) -> Option<Error> {
        match result {
            Ok(value) => {
                let returned = match value.as_f64() {
                    Some(number) => Returned::Number(number as i32),
                    None if value.is_undefined() => Returned::Nothing,
                    None => Returned::Other,
                };
                outcome::of_return(|| text_of(name), returned)
            }
            Err(thrown) => {
                self.stale.set(true);
                match self.host.take_thrown(&thrown) {
                    // proc_exit(0): the plug-in says that all is well.
                    Some(error) if error.exit_code() == Some(0) => None,
                    Some(error) => Some(error),
                    None => Some(trap(name, thrown, |text| {
                        memory_hint(self.host.max_pages, Some(&self.exports()), text)
                    })),
                }
            }
        }
    }

    /// Whether the plug-in has a function of that name.
    pub fn function_exists(&self, name: &JsValue) -> bool {
        Reflect::get(&self.exports(), name).is_ok_and(|value| value.is_function())
    }

    /// The same, if it takes no parameters.
    pub(crate) fn is_callable(&self, name: &str) -> bool {
        self.function(&name.into()).is_ok()
    }

    fn exports(&self) -> Object {
        self.linked.borrow().main.exports()
    }

    /// The main module's instance. It changes when the plug-in was made anew after a trap.
    pub fn instance(&self) -> Instance {
        self.host.kernel.share();
        self.linked.borrow().main.clone()
    }

    /// The host that its imports work on.
    pub fn host(&self) -> &Rc<Host> {
        &self.host
    }
}

/// Where a plug-in's kernel is.
pub enum Place {
    /// In a memory of its own.
    OnItsOwn,
    /// In this shared memory, together with a host in another thread that does the waiting: nothing is suspended here.
    Beside(js_sys::WebAssembly::Memory),
}

/// The outcome of a call: what the plug-in told the kernel, and the failure that its function ended with.
pub fn settle(host: &Host, failure: Option<Error>) -> Result<Option<Uint8Array>> {
    outcome::of_call(host.kernel.outcome(), failure)
}

/// The functions of WASI, where it is on.
fn wasi_imports(host: &Rc<Host>) -> Result<Option<JsValue>> {
    let wasi = Wasi::new(host).map_err(Error::thrown)?;
    Ok(wasi.map(|wasi| wasi.imports()))
}

fn text_of(name: &JsValue) -> String {
    text(name).ok().flatten().unwrap_or_default()
}

/// What the engine threw while the guest ran.
fn trap(name: &JsValue, thrown: JsValue, hint: impl Fn(&str) -> String) -> Error {
    let name = text_of(name);
    let text = js_message(&thrown);
    // A trap is known by what it is, for its name can be changed.
    let class = if thrown.is_instance_of::<RuntimeError>() {
        "RuntimeError".into()
    } else {
        error_name(&thrown).unwrap_or_default()
    };
    let Some((code, how)) = outcome::of_class(&class) else {
        return Error::thrown(thrown);
    };
    let hint = if code == Code::Trap {
        hint(&text)
    } else {
        String::new()
    };
    let text = format!("Plugin error: function \"{name}\" {how}: {text}{hint}");
    Error::new(code, text).with_cause(thrown)
}

/// Adds what a plug-in that failed wrote to standard error, where nobody else was given it: a trap alone says little.
fn with_stderr(host: &Host, error: Error) -> Error {
    match error.code() {
        Some(Code::Trap | Code::StackOverflow | Code::ExitCode) => error.with_stderr(&host.face.stderr()),
        _ => error,
    }
}

fn not_started(host: &Host, failure: NotStarted) -> Error {
    with_stderr(host, why_not_started(host, failure))
}

fn why_not_started(host: &Host, NotStarted { module, thrown }: NotStarted) -> Error {
    if let Some(error) = host.take_thrown(&thrown) {
        return error;
    }
    let text = js_message(&thrown);
    let (code, kind, how, hint) = if thrown.is_instance_of::<js_sys::WebAssembly::LinkError>() {
        (Code::Link, "", "cannot be linked", String::new())
    // What engines throw when there is no room for a module's memory, as against a stack that ran out. Firefox throws text.
    } else if (thrown.is_instance_of::<js_sys::RangeError>() || thrown.is_string())
        && JsString::from(text.as_str()).includes("memory", 0)
    {
        (Code::MemoryLimit, "", "cannot be given its memory", String::new())
    } else {
        let hint = memory_hint(host.max_pages, None, &text);
        (Code::Trap, "Plugin error: ", "trapped while it started", hint)
    };
    let text = format!("{kind}module \"{module}\" {how}: {text}{hint}");
    Error::new(code, text).with_cause(thrown)
}

/// What a limit of memory may have had to do with a trap, which said `trap`.
fn memory_hint(max_pages: Option<u32>, exports: Option<&Object>, trap: &str) -> String {
    let memory = exports.and_then(|exports| get(exports, "memory").ok()?.dyn_into::<Memory>().ok());
    let pages = memory.map(|memory| memory.buffer().unchecked_into::<ArrayBuffer>().byte_length() / 65536);
    // Engines capitalize it or not.
    let unreachable = JsString::from(trap).includes("nreachable", 0);
    outcome::memory_hint(max_pages, pages, unreachable)
}

fn too_large() -> Error {
    Error::new(
        Code::Trap,
        "the plug-in must be started anew after a trap, and a module this large only starts in an asynchronous call",
    )
}
