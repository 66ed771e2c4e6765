//! A plug-in and its calls.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::{pin, Pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use js_sys::WebAssembly::{Instance, Memory, RuntimeError};
use js_sys::{ArrayBuffer, Function, JsString, Map, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{future_to_promise, JsFuture};

use crate::compiled::CompiledPlugin;
use crate::convert::{describe, get};
use crate::error::{js_message, Code, Error, Result};
use crate::host::{add_functions, cannot_wait, promising, Bridge, Host, HostImports, Waiting};
use crate::kernel::{Block, Kernel, Outcome};
use crate::linker::{instantiate, Linked, NotStarted, Plan, Wasi};
use crate::options::Options;

/// A plug-in, ready for calls: its kernel, its instances and its variables.
///
/// One call at a time. A call that traps leaves the plug-in usable: its modules are instantiated anew before the next
/// call, while config and variables stay.
///
/// What is public here sees to that itself. What is not is for a face that keeps a call's state on its own side, as the npm
/// package does: it begins nothing while something runs, and has a stale plug-in restored before a call.
pub struct Plugin {
    compiled: CompiledPlugin,
    host: Rc<Host>,
    plan: Plan,
    linked: RefCell<Linked>,
    imports: HostImports,
    /// Functions that were found callable, by name; and their forms that return a promise.
    functions: Map,
    promising: Map,
    waiting: Waiting,
    /// A guest that was left in the middle of a call may hold a stack pointer, or locks, that nobody will put back.
    stale: Cell<bool>,
    /// Whether a call of the public functions is running.
    active: Cell<bool>,
}

impl Plugin {
    /// Makes a plug-in from compiled modules.
    ///
    /// # Errors
    /// An import that nothing provides, a module that fails as it starts, a limit or feature that cannot be had.
    pub async fn new(compiled: &CompiledPlugin, options: &Options) -> Result<Self> {
        Self::with_bridge(compiled, options, None, Place::OnItsOwn, |_| ()).await
    }

    /// The same with host functions and WASI of the JavaScript side, which is given the host before anything runs.
    pub(crate) async fn with_bridge(
        compiled: &CompiledPlugin,
        options: &Options,
        bridge: Option<Bridge>,
        place: Place,
        attach: impl FnOnce(&Rc<Host>),
    ) -> Result<Self> {
        let settings = compiled.settings_with(options)?;
        let (kernel, suspends) = match place {
            Place::OnItsOwn => (Kernel::new(settings.max_pages)?, true),
            #[cfg(feature = "npm")]
            Place::Beside(memory) => (Kernel::over(memory, settings.max_pages)?, false),
        };
        let host = Rc::new(Host::new(options, &settings, bridge, kernel, suspends)?);
        attach(&host);
        let mut imports = HostImports::new(&host, compiled)?;
        let waiting = add_functions(&host, compiled, &mut imports)?;
        // The application's functions can keep what the guest gives them; a suspended guest may go on when all else is over.
        if host.bridge.is_some() || waiting.may_suspend {
            host.kernel.share();
        }
        let wasi = wasi_imports(&host)?;
        let plan = Plan::new(compiled, &imports, host.bridge.as_ref(), wasi.as_ref())?;
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
            promising: Map::new(),
            waiting,
            stale: Cell::new(false),
            active: Cell::new(false),
        })
    }

    /// Calls a function with the input's bytes, and waits for host functions and HTTP requests that take their time.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    pub async fn call_async(&self, function: &str, input: &[u8]) -> Result<Option<Vec<u8>>> {
        let _active = Active::new(self)?;
        let (name, input) = (JsValue::from_str(function), Uint8Array::from(input));
        self.renew().await?;
        let output = if self.may_suspend() {
            self.call_waiting(&name, Some(&input)).await
        } else {
            self.call_js(&name, Some(&input))
        };
        Ok(output?.map(|output| output.to_vec()))
    }

    /// Calls a function with the input's bytes and returns a copy of its output; `None` when it set no output.
    ///
    /// # Errors
    /// The plug-in's own error ([`Code::PluginError`]), a trap, a non-zero result, or a misuse of the API.
    pub fn call(&self, function: &str, input: &[u8]) -> Result<Option<Vec<u8>>> {
        let _active = Active::new(self)?;
        let input = Uint8Array::from(input);
        Ok(self
            .call_js(&function.into(), Some(&input))?
            .map(|output| output.to_vec()))
    }

    pub(crate) fn call_js(&self, name: &JsValue, input: Option<&Uint8Array>) -> Result<Option<Uint8Array>> {
        self.ready_at_once()?;
        let function = self.function(name)?;
        self.host.kernel.begin(input)?;
        let result = function.call0(&JsValue::UNDEFINED);
        settle(&self.host, self.ended(name, result))
    }

    /// Runs a function in a call that another host of the plug-in began, and will settle.
    #[cfg(feature = "npm")]
    pub(crate) fn run(&self, name: &JsValue) -> Result<()> {
        self.ready_at_once()?;
        let function = self.function(name)?;
        let result = function.call0(&JsValue::UNDEFINED);
        self.ended(name, result).map_or(Ok(()), Err)
    }

    /// The function of that name, if nothing but calling it is to be done.
    #[cfg(feature = "npm")]
    pub(crate) fn direct(&self, name: &JsValue) -> Option<Function> {
        if self.waiting.may_suspend || self.stale.get() {
            return None;
        }
        self.function(name).ok()
    }

    /// The outcome of a function that was called directly.
    #[cfg(feature = "npm")]
    pub(crate) fn settle(
        &self,
        name: &JsValue,
        result: std::result::Result<JsValue, JsValue>,
    ) -> Result<Option<Uint8Array>> {
        settle(&self.host, self.ended(name, result))
    }

    /// Fails unless a function can be called here and now.
    fn ready_at_once(&self) -> Result<()> {
        if self.waiting.must_suspend {
            return Err(cannot_wait("a plug-in with host functions of unknown types"));
        }
        if self.stale.get() {
            poll_once(self.renew()).unwrap_or_else(|| Err(too_large()))?;
        }
        Ok(())
    }

    /// The same for a guest that may have to be suspended.
    pub(crate) async fn call_waiting(
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
    pub(crate) fn may_suspend(&self) -> bool {
        self.waiting.may_suspend
    }

    /// The callable export of that name, in the form that returns a promise.
    fn promising(&self, name: &JsValue) -> Result<Function> {
        let known = self.promising.get(name);
        if known.is_function() {
            return Ok(known.unchecked_into());
        }
        let function = promising(&self.function(name)?);
        self.promising.set(name, &function);
        Ok(function)
    }

    /// Instantiates the modules anew when the last call left them in an unknown state.
    ///
    /// A call does so by itself; only where a page's main thread starts a module above 8 MB does [`call`](Self::call) need
    /// this to have been done.
    pub async fn restore(&self) -> Result<()> {
        let _active = Active::new(self)?;
        self.renew().await
    }

    pub(crate) async fn renew(&self) -> Result<()> {
        if !self.stale.get() {
            return Ok(());
        }
        let linked = instantiate(&self.host, &self.compiled, &self.imports, &self.plan).await;
        let linked = linked.map_err(|failure| not_started(&self.host, failure))?;
        self.functions.clear();
        self.promising.clear();
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
        let Some(text) = name.as_string() else {
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
            Ok(value) if value.is_undefined() => None,
            Ok(value) => match value.as_f64() {
                Some(0.0) => None,
                Some(code) => Some(exit_code(name, code as i32)),
                None => Some(Error::new(
                    Code::Signature,
                    format!(
                        "Plugin error: function {} must return nothing or one i32",
                        quoted(name)
                    ),
                )),
            },
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
    pub fn function_exists(&self, name: &str) -> bool {
        get(&self.exports(), name).is_ok_and(|value| value.is_function())
    }

    fn exports(&self) -> Object {
        self.linked.borrow().main.exports()
    }

    /// The main module's instance. It changes when the plug-in was made anew after a trap.
    pub fn instance(&self) -> Instance {
        self.host.kernel.share();
        self.linked.borrow().main.clone()
    }

    /// The compiled form of the plug-in's main module.
    pub fn main_module(&self) -> &js_sys::WebAssembly::Module {
        &self.compiled.modules[self.compiled.main()].module
    }

    /// The host that its imports work on.
    #[cfg(feature = "npm")]
    pub(crate) fn host(&self) -> &Rc<Host> {
        &self.host
    }

    /// Whether a call is running.
    pub fn is_active(&self) -> bool {
        self.active.get()
    }

    /// Forgets everything in kernel memory; variables stay. Returns false, and does nothing, while a call is running.
    pub fn reset(&self) -> bool {
        if self.active.get() {
            return false;
        }
        self.host.kernel.reset();
        true
    }

    /// The live blocks in kernel memory, and the sum of their lengths in bytes.
    pub fn memory(&self) -> (Vec<Block>, u32) {
        self.host.kernel.report()
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names: Vec<_> = self
            .compiled
            .modules
            .iter()
            .map(|module| module.name.as_str())
            .collect();
        f.debug_struct("Plugin")
            .field("modules", &names)
            .field("active", &self.active)
            .finish_non_exhaustive()
    }
}

/// Where a plug-in's kernel is.
pub(crate) enum Place {
    /// In a memory of its own.
    OnItsOwn,
    /// In this shared memory, together with a host in another thread that does the waiting: nothing is suspended here.
    #[cfg(feature = "npm")]
    Beside(js_sys::WebAssembly::Memory),
}

/// The outcome of a call: what the plug-in told the kernel, and the failure that its function ended with.
pub(crate) fn settle(host: &Host, failure: Option<Error>) -> Result<Option<Uint8Array>> {
    // What the plug-in says of itself wins over how it ended.
    let said = match host.kernel.outcome() {
        Ok(Outcome::Error(message)) => {
            Error::new(Code::PluginError, format!("Plugin-originated error: {message}"))
        }
        Err(error) => error,
        Ok(outcome) => {
            return match (failure, outcome) {
                (Some(failure), _) => Err(failure),
                (None, Outcome::Output(bytes)) => Ok(Some(bytes)),
                (None, _) => Ok(None),
            }
        }
    };
    Err(match failure {
        Some(failure) => said.after(&failure),
        None => said,
    })
}

/// Marks a call as running for as long as it lives.
struct Active<'a>(&'a Cell<bool>);

impl<'a> Active<'a> {
    fn new(plugin: &'a Plugin) -> Result<Self> {
        if plugin.active.replace(true) {
            return Err(Error::new(Code::Reentrant, "plugin is not reentrant"));
        }
        Ok(Self(&plugin.active))
    }
}

impl Drop for Active<'_> {
    fn drop(&mut self) {
        self.0.set(false);
    }
}

/// The functions of WASI, where it is on.
fn wasi_imports(host: &Rc<Host>) -> Result<Option<JsValue>> {
    match &host.bridge {
        Some(bridge) if bridge.has_wasi() => Ok(Some(Wasi::new(host).map_err(Error::thrown)?.imports())),
        _ => Ok(None),
    }
}

fn quoted(name: &JsValue) -> String {
    format!("\"{}\"", name.as_string().unwrap_or_default())
}

fn exit_code(name: &JsValue, code: i32) -> Error {
    let text = format!(
        "Plugin error: function {} returned the non-zero exit code {code}",
        quoted(name)
    );
    Error::new(Code::ExitCode, text).with_exit_code(code)
}

/// What the engine threw while the guest ran.
fn trap(name: &JsValue, thrown: JsValue, hint: impl Fn(&str) -> String) -> Error {
    let what = quoted(name);
    let text = js_message(&thrown);
    let class: String = thrown
        .dyn_ref::<js_sys::Error>()
        .map(|error| error.name().into())
        .unwrap_or_default();
    let (code, how, hint) = match class.as_str() {
        _ if thrown.is_instance_of::<RuntimeError>() => (Code::Trap, "trapped", hint(&text)),
        "SuspendError" => (Code::Unsupported, "cannot be suspended here", String::new()),
        // V8 and JavaScriptCore say RangeError, SpiderMonkey InternalError.
        "RangeError" | "InternalError" => (Code::StackOverflow, "ran out of stack", String::new()),
        _ => return Error::thrown(thrown),
    };
    let text = format!("Plugin error: function {what} {how}: {text}{hint}");
    Error::new(code, text).with_cause(thrown)
}

/// Adds what a plug-in that failed wrote to standard error, where nobody else was given it: a trap alone says little.
fn with_stderr(host: &Host, error: Error) -> Error {
    match (&host.bridge, error.code()) {
        (Some(bridge), Some(Code::Trap | Code::StackOverflow | Code::ExitCode)) => {
            error.with_stderr(&bridge.stderr())
        }
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

/// What a limit of memory may have had to do with a trap. Whether the engine refused to let a memory grow does not show; how
/// large it is does, and allocators that give up say `unreachable`.
fn memory_hint(max_pages: Option<u32>, exports: Option<&Object>, trap: &str) -> String {
    let Some(max_pages) = max_pages else {
        return String::new();
    };
    let memory = exports.and_then(|exports| get(exports, "memory").ok()?.dyn_into::<Memory>().ok());
    let pages = memory.map(|memory| memory.buffer().unchecked_into::<ArrayBuffer>().byte_length() / 65536);
    match pages {
        Some(pages) if pages >= max_pages => {
            format!("; its memory cannot grow beyond {pages} pages, as memory.maxPages is {max_pages}")
        }
        // Engines capitalize it or not.
        _ if !JsString::from(trap).includes("nreachable", 0) => String::new(),
        Some(pages) => format!(
            "; perhaps it needs more memory than memory.maxPages allows: it has {pages} of {max_pages} pages"
        ),
        None => format!("; perhaps it needs more memory than memory.maxPages ({max_pages}) allows"),
    }
}

fn too_large() -> Error {
    Error::new(
        Code::Trap,
        "the plug-in must be started anew after a trap, and a module this large only starts in an asynchronous call",
    )
}

/// The promise of a future. One type for all of them, or each would bring its own copy of what runs futures.
pub(crate) fn promise_of(
    future: Pin<Box<dyn Future<Output = std::result::Result<JsValue, JsValue>>>>,
) -> Promise {
    future_to_promise(future)
}

/// The result of a future that has no need to wait; `None` for one that would.
pub(crate) fn poll_once<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}
