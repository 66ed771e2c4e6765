//! What the npm package's JavaScript stands on. Its classes in `js/` wrap these one to one.

mod face;
mod host;
mod modules;

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use extism_web::embedding::{
    describe, key, poll_once, promise_of, set_adapter, set_constructor, set_fetch_shows_redirects,
    set_kernel, set_read_file, set_rewriter, set_sync_fetch, Compiled, Guest, Host, HostContext, Kernel,
    NamedModule, Options, Place, Returned, WASI,
};
use extism_web::{Code, Error, LogLevel};
use js_sys::WebAssembly::{Memory, Module};
use js_sys::{Array, Function, JsString, Promise, Uint8Array};
use wasm_bindgen::prelude::*;

use face::NpmFace;
use host::RawHost;

/// A third of the size of the standard library's allocator, and as bounded: what is small and seldom used here is worth more
/// small than fast.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Called once, before anything else: the class of errors, how files are read where there are any, whether `fetch` shows
/// redirects that it is told not to follow, what makes HTTP requests at once where there is something that can, what gives a
/// promise of js/rewriter.js, and where nothing can be compiled the kernel and
/// what stands for the adapter.
#[wasm_bindgen]
pub fn configure(
    error_class: Function,
    read_file: Option<Function>,
    fetch_shows_redirects: bool,
    sync_fetch: Option<Function>,
    rewriter: Function,
    kernel: Option<Module>,
    adapter: Option<Function>,
) {
    // A message for each panic would be a tenth of the module, and nothing panics on any input.
    if cfg!(debug_assertions) {
        console_error_panic_hook::set_once();
    }
    set_constructor(error_class);
    set_read_file(read_file);
    set_fetch_shows_redirects(fetch_shows_redirects);
    set_sync_fetch(sync_fetch);
    set_rewriter(rewriter);
    if let Some(kernel) = kernel {
        set_kernel(kernel);
    }
    if let Some(adapter) = adapter {
        set_adapter(adapter);
    }
}

/// A compiled plug-in, as JavaScript holds it.
#[wasm_bindgen]
pub struct RawCompiledPlugin(Compiled);

#[wasm_bindgen]
impl RawCompiledPlugin {
    /// Fetches, checks and compiles; a promise where there was something to wait for.
    pub fn compile(manifest: JsValue, options: &Array) -> Returned<JsValue> {
        let options = Options::read(options)?;
        begun(async move {
            let compiled = Compiled::from_js(&manifest, &options).await?;
            Ok(Self(compiled).into())
        })
    }

    /// The manifest's `allowedPaths`.
    #[wasm_bindgen(getter, js_name = allowedPaths)]
    pub fn allowed_paths(&self) -> JsValue {
        self.0
            .settings
            .allowed_paths
            .clone()
            .unwrap_or(JsValue::UNDEFINED)
    }

    /// Whether a module imports anything of WASI's.
    #[wasm_bindgen(getter, js_name = importsWasi)]
    pub fn imports_wasi(&self) -> bool {
        let imports = |module: &NamedModule| module.imports.iter().any(|row| row.module == WASI);
        self.0.modules.iter().any(imports)
    }

    /// The modules, each as an object that can be sent to a worker: `name`, `module`, and `signatures` and `maxPages`
    /// where they are known.
    #[wasm_bindgen(getter)]
    pub fn modules(&self) -> Returned<Array> {
        Ok(modules::to_array(&self.0)?)
    }

    /// A compiled plug-in without settings from what `modules` gave.
    #[wasm_bindgen(js_name = fromModules)]
    pub fn from_modules(modules: &Array) -> Returned<RawCompiledPlugin> {
        Ok(Self(modules::from_array(modules)?))
    }

    /// The main module.
    #[wasm_bindgen(getter)]
    pub fn main(&self) -> Module {
        self.0.modules[self.0.main()].module.clone()
    }

    /// The settings of a plug-in made with these options, in the form of options: the options' over the manifest's.
    /// Checks all options, and warns of unknown ones.
    pub fn settings(&self, options: &Array) -> Returned<JsValue> {
        let options = Options::read(options)?;
        Ok(self.0.settings_with(&options)?.to_js()?)
    }

    /// Makes a plug-in; a promise where there was something to wait for. `bridge` is the object behind its host functions and
    /// WASI, if there are any; its `attach` is given the host before anything of the plug-in runs. With `sharedMemory`, the
    /// kernel works on that, and nothing is ever suspended.
    pub fn instantiate(
        &self,
        options: &Array,
        bridge: Option<AttachTo>,
        #[wasm_bindgen(js_name = sharedMemory)] shared_memory: Option<Memory>,
    ) -> Returned<JsValue> {
        let compiled = self.0.clone();
        let options = Options::read(options)?;
        let place = shared_memory.map_or(Place::OnItsOwn, Place::Beside);
        begun(async move {
            let face = Box::new(NpmFace(
                bridge.as_ref().map(|bridge| bridge.clone().unchecked_into()),
            ));
            let attach = |host: &Rc<Host>| {
                if let Some(bridge) = &bridge {
                    bridge.attach(RawContext(HostContext::new(host)));
                }
            };
            let plugin = Guest::new(&compiled, &options, face, place, attach).await?;
            Ok(RawPlugin(Rc::new(plugin)).into())
        })
    }

    /// The page's side of a plug-in that runs in a worker. Its kernel works on `sharedMemory`, or on a memory of its own
    /// that is filled by `load`. Does not warn, as `settings` does.
    pub fn host(
        &self,
        options: &Array,
        bridge: &AttachTo,
        #[wasm_bindgen(js_name = sharedMemory)] shared_memory: Option<Memory>,
    ) -> Returned<RawHost> {
        let options = Options::read(options)?;
        let settings = options.settings.or(&self.0.settings);
        let kernel = match shared_memory {
            Some(memory) => Kernel::over(memory, settings.max_pages)?,
            None => Kernel::new(settings.max_pages)?,
        };
        let face = Box::new(NpmFace(Some(bridge.clone().unchecked_into())));
        let host = Rc::new(Host::new(&options, &settings, face, kernel, false)?);
        host.vars.borrow_mut().track();
        bridge.attach(RawContext(HostContext::new(&host)));
        Ok(RawHost(host))
    }
}

/// The host itself, compiled, for a worker.
#[wasm_bindgen(js_name = hostModule)]
pub fn host_module() -> JsValue {
    wasm_bindgen::module()
}

/// A memory that a plug-in's kernel can share between threads, of `maxPages` (64 KiB each) at most.
#[wasm_bindgen(js_name = sharedKernelMemory)]
pub fn shared_kernel_memory(#[wasm_bindgen(js_name = maxPages)] max_pages: Option<u32>) -> Returned<Memory> {
    Ok(Kernel::shared_memory(max_pages)?)
}

#[wasm_bindgen]
extern "C" {
    /// What is behind host functions and WASI, while a plug-in is made.
    #[derive(Clone)]
    pub type AttachTo;
    #[wasm_bindgen(method)]
    fn attach(this: &AttachTo, host: RawContext);
}

/// What host functions work on. A handle that is not one of a live block stands for nothing. Every method fails once the
/// plug-in is closed.
#[wasm_bindgen]
pub struct RawContext(HostContext);

#[wasm_bindgen]
impl RawContext {
    /// A copy of the bytes of a block, or `null`.
    pub fn read(&self, handle: u64) -> Returned<Option<Uint8Array>> {
        Ok(self.0.read(handle)?)
    }

    /// The same as text.
    #[wasm_bindgen(js_name = readText)]
    pub fn read_text(&self, handle: u64) -> Returned<Option<JsString>> {
        Ok(self.0.read_text(handle)?)
    }

    /// The bytes of a block where they are, or `null`: for `takeBack`, or whatever takes or frees memory, to end. A copy where the
    /// memory is shared.
    pub fn lend(&self, handle: u64) -> Returned<Option<Uint8Array>> {
        Ok(self.0.lend(handle)?)
    }

    /// Makes what was lent empty.
    #[wasm_bindgen(js_name = takeBack)]
    pub fn take_back(&self) {
        self.0.take_back();
    }

    /// Stores bytes; the handle of the new block.
    pub fn store(&self, data: &Uint8Array) -> Returned<u64> {
        Ok(self.0.store(data)?)
    }

    /// The handle of a new block of zeros.
    pub fn alloc(&self, length: u64) -> Returned<u64> {
        Ok(self.0.alloc(length)?)
    }

    /// Puts bytes in the place of those of a block, from its beginning.
    pub fn write(&self, handle: u64, data: &Uint8Array) -> Returned<()> {
        Ok(self.0.overwrite(handle, data)?)
    }

    /// Frees a block.
    #[wasm_bindgen(js_name = freeBlock)]
    pub fn free_block(&self, handle: u64) -> Returned<()> {
        Ok(self.0.free(handle)?)
    }

    /// The length of what `read` gives, in bytes; 0 where it gives `null`.
    pub fn length(&self, handle: u64) -> Returned<u32> {
        Ok(self.0.length(handle)?)
    }

    /// Sets the plug-in's error; `undefined` clears it.
    #[wasm_bindgen(js_name = setError)]
    pub fn set_error(&self, message: Option<Uint8Array>) -> Returned<()> {
        Ok(self.0.set_error(message.as_ref())?)
    }

    /// The block with the error that is set; 0 when there is none.
    #[wasm_bindgen(getter)]
    pub fn error(&self) -> Returned<u32> {
        Ok(self.0.error()?)
    }

    /// All vars, as `applyVarChanges` takes them.
    #[wasm_bindgen(js_name = allVars)]
    pub fn all_vars(&self) -> Returned<Uint8Array> {
        Ok(self.0.all_vars()?)
    }

    /// The value of a var, or `null`.
    #[wasm_bindgen(js_name = getVariable)]
    pub fn variable(&self, name: &Uint8Array) -> Returned<Option<Uint8Array>> {
        Ok(self
            .0
            .variable(&key(name)?)?
            .map(|value| value.slice(0, value.length())))
    }

    /// Sets a var to a copy of bytes.
    #[wasm_bindgen(js_name = setVariable)]
    pub fn set_variable(&self, name: &Uint8Array, value: &Uint8Array) -> Returned<()> {
        Ok(self.0.set_variable(key(name)?, Uint8Array::new(value))?)
    }

    /// Deletes a var.
    #[wasm_bindgen(js_name = deleteVariable)]
    pub fn delete_variable(&self, name: &Uint8Array) -> Returned<()> {
        Ok(self.0.delete_variable(&key(name)?)?)
    }

    /// The name of the level of the plug-in's log.
    #[wasm_bindgen(getter, js_name = logLevel)]
    pub fn log_level(&self) -> Returned<String> {
        Ok(self.0.log_level()?.name().into())
    }

    /// Sets the level by its name.
    #[wasm_bindgen(setter, js_name = logLevel)]
    pub fn set_log_level(&self, name: &str) -> Returned<()> {
        Ok(self.0.set_log_level(LogLevel::parse(name)?)?)
    }

    /// Takes over vars that changed on the other side, and remembers from now on which change on this one.
    #[wasm_bindgen(js_name = applyVarChanges)]
    pub fn apply_var_changes(&self, changes: &Uint8Array) -> Returned<()> {
        Ok(self.0.apply_var_changes(changes)?)
    }

    /// The vars that changed since this was last asked, if any did: for `applyVarChanges` of the plug-in's other side.
    #[wasm_bindgen(js_name = takeVarChanges)]
    pub fn take_var_changes(&self) -> Returned<Option<Uint8Array>> {
        Ok(self.0.take_var_changes()?)
    }

    /// A copy of all that matters in kernel memory.
    pub fn snapshot(&self) -> Returned<Uint8Array> {
        Ok(self.0.snapshot()?)
    }

    /// Makes kernel memory what it was elsewhere when `snapshot` was called.
    pub fn load(&self, snapshot: &Uint8Array) -> Returned<()> {
        Ok(self.0.load(snapshot)?)
    }

    /// Makes the running import wait for a promise; `what` names it in errors.
    pub fn suspend(&self, what: &str, promise: Promise) -> Returned<()> {
        Ok(self.0.suspend(what, promise)?)
    }
}

/// A plug-in, as JavaScript holds it, which frees it to close it. That nothing begins while something runs, and that it is not
/// freed meanwhile, is for its user to see to, who keeps a call's state.
#[wasm_bindgen]
pub struct RawPlugin(Rc<Guest>);

#[wasm_bindgen]
impl RawPlugin {
    /// Calls a function; the output's bytes, or `null`.
    #[wasm_bindgen(js_name = callSync)]
    pub fn call_sync(&self, name: &JsValue, input: Option<Uint8Array>) -> Returned<JsValue> {
        Ok(self
            .0
            .call_js(name, input.as_ref())?
            .map_or(JsValue::NULL, JsValue::from))
    }

    /// The function to call directly, in calls that JavaScript begins on the kernel by itself; `undefined` when there is
    /// more to see to, and `callSync` has to.
    pub fn direct(&self, name: &JsValue) -> JsValue {
        self.0.direct(name).map_or(JsValue::UNDEFINED, JsValue::from)
    }

    /// The outcome of a direct call that is not just an output: `result` is what the function returned, or threw.
    pub fn settle(&self, name: &JsValue, result: JsValue, threw: bool) -> Returned<JsValue> {
        let result = if threw { Err(result) } else { Ok(result) };
        Ok(self.0.settle(name, result)?.map_or(JsValue::NULL, JsValue::from))
    }

    /// The plug-in's kernel, for direct calls and resets: the exports and the memory.
    #[wasm_bindgen(getter)]
    pub fn kernel(&self) -> Array {
        let kernel = &self.0.host().kernel;
        Array::of2(kernel.exports(), kernel.memory())
    }

    /// As `callSync`, for a plug-in that may have to be suspended and is not stale; a promise where it was.
    #[wasm_bindgen(js_name = callWaiting)]
    pub fn call_waiting(&self, name: JsValue, input: Option<Uint8Array>) -> Returned<JsValue> {
        let plugin = self.0.clone();
        begun(async move {
            Ok(plugin
                .call_waiting(&name, input.as_ref())
                .await?
                .map_or(JsValue::NULL, JsValue::from))
        })
    }

    /// Runs a function in a call that the plug-in's `RawHost` began and will finish. What it ended with: `undefined`, or
    /// the error.
    pub fn run(&self, name: &JsValue) -> JsValue {
        let Err(error) = self.0.run(name) else {
            return JsValue::UNDEFINED;
        };
        let error = JsValue::from(error);
        if error.is_undefined() {
            let text = "an import threw undefined";
            return Error::new(Code::HostFunction, text).into();
        }
        error
    }

    /// Whether calls are made by `callWaiting`.
    #[wasm_bindgen(getter, js_name = maySuspend)]
    pub fn may_suspend(&self) -> bool {
        self.0.may_suspend()
    }

    /// Whether `restore` has something to do.
    #[wasm_bindgen(getter)]
    pub fn stale(&self) -> bool {
        self.0.is_stale()
    }

    /// Makes the instances anew after a trap.
    pub fn restore(&self) -> Returned<JsValue> {
        let plugin = self.0.clone();
        begun(async move { Ok(plugin.renew().await.map(|()| JsValue::UNDEFINED)?) })
    }

    /// Whether the plug-in exports a function of that name.
    #[wasm_bindgen(js_name = functionExists)]
    pub fn function_exists(&self, name: &JsValue) -> bool {
        self.0.function_exists(name)
    }

    /// The main module's instance.
    #[wasm_bindgen(getter)]
    pub fn instance(&self) -> JsValue {
        self.0.instance().into()
    }

    /// The live blocks and the bytes in use, as `memory_report` says.
    pub fn memory(&self) -> Array {
        memory_report(self.0.host())
    }
}

/// Begins a future at once, so that what the caller does next finds it under way; the rest of it is a promise.
fn begun(future: impl Future<Output = Returned<JsValue>> + 'static) -> Returned<JsValue> {
    let mut future: Pin<Box<dyn Future<Output = _>>> = Box::pin(future);
    poll_once(&mut future).unwrap_or_else(|| Ok(promise_of(future).into()))
}

/// For `plugin.memory()`: the bytes in use, then offset and length of each live block, in the order of addresses.
fn memory_report(host: &Host) -> Array {
    let numbers = Array::new();
    numbers.push(&host.kernel.bytes_in_use().into());
    for block in host.kernel.blocks() {
        numbers.push(&block.offset.into());
        numbers.push(&block.length.into());
    }
    numbers
}

/// What a value is, for messages: `a number`, `null`, `an object`.
#[wasm_bindgen(js_name = describe)]
pub fn describe_value(value: &JsValue) -> String {
    describe(value)
}
