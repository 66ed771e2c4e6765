//! Plug-ins, and calls of them.

use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

use extism_convert::{FromBytesOwned, ToBytes};
use js_sys::WebAssembly::Instance;
use js_sys::{Promise, Uint8Array};
use uuid::Uuid;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::builder::PluginBuilder;
use super::call::Calls;
use super::cancel::CancelHandle;
use super::compiled::CompiledPlugin;
use super::function::Function;
use super::input::WasmInput;
use super::local::Local;
#[cfg(feature = "worker")]
use super::worker::Remote;
use crate::error::{Code, Error, Result};
use crate::future::promise_of;
use crate::kernel::Block;

/// A plug-in, ready for calls.
///
/// One call at a time. A call that traps leaves the plug-in usable: its modules are instantiated anew before the next call, while
/// config and variables stay. Methods take `&self`, so that a plug-in can be kept in an `Rc` and called from event handlers.
///
/// ```no_run
/// # async fn example() -> Result<(), extism_web::Error> {
/// use extism_web::{Manifest, Plugin, Wasm};
///
/// let manifest = Manifest::new([Wasm::url("https://example.com/count_vowels.wasm")]);
/// let plugin = Plugin::new(&manifest, [], true).await?;
/// let answer: String = plugin.call("count_vowels", "Hello, World!")?;
/// # Ok(())
/// # }
/// ```
pub struct Plugin {
    /// The plug-in's identity: a random UUID.
    pub id: Uuid,
    calls: Rc<Calls>,
    place: Place,
    modules: Vec<String>,
    has_wasi: bool,
}

/// Where a plug-in runs.
enum Place {
    Here(Rc<Local>),
    #[cfg(feature = "worker")]
    Worker(Rc<Remote>),
}

impl Plugin {
    /// Makes a plug-in from a manifest, a module's bytes, a URL, or a value of JavaScript's, with host functions; with WASI or without.
    /// For all else that a plug-in can be given, see [`PluginBuilder`].
    ///
    /// # Errors
    /// What cannot be read, does not compile, or imports what nothing provides.
    ///
    /// ```no_run
    /// # async fn example(bytes: &[u8]) -> Result<(), extism_web::Error> {
    /// let plugin = extism_web::Plugin::new(bytes, [], false).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn new<'a>(
        wasm: impl Into<WasmInput<'a>>,
        imports: impl IntoIterator<Item = Function>,
        with_wasi: bool,
    ) -> Result<Self> {
        PluginBuilder::new(wasm)
            .with_functions(imports)
            .with_wasi(with_wasi)
            .build()
            .await
    }

    /// Makes a plug-in from one that is compiled.
    ///
    /// # Errors
    /// An import that nothing provides, a module that fails as it starts, a limit or feature that cannot be had.
    ///
    /// ```no_run
    /// # async fn example(compiled: extism_web::CompiledPlugin) -> Result<(), extism_web::Error> {
    /// let plugin = extism_web::Plugin::new_from_compiled(&compiled).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn new_from_compiled(compiled: &CompiledPlugin) -> Result<Self> {
        let calls = Calls::new(compiled.manifest.clone());
        // Modules may call host functions as they start.
        let running = calls.begin(None)?;
        let place = Place::start(compiled, &calls).await?;
        drop(running);
        Ok(Self {
            id: calls.id,
            calls,
            place,
            modules: compiled.modules.names().map(str::to_owned).collect(),
            has_wasi: compiled.given.wasi,
        })
    }

    /// The plug-in's identity: a random UUID.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) {
    /// assert_eq!(plugin.id(), plugin.id);
    /// # }
    /// ```
    pub fn id(&self) -> Uuid {
        self.id
    }

    /// Calls a function that nothing has to be waited for. A function that sets no output gives no bytes.
    ///
    /// # Errors
    /// The plug-in's own error ([`Code::PluginError`]), a trap, a non-zero result, a host function's error, output that is no such
    /// value; [`Code::Reentrant`] while a call runs, [`Code::Unsupported`] where the plug-in has to wait for something.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// use extism_web::convert::Json;
    /// #[derive(serde::Deserialize)]
    /// struct Count {
    ///     count: usize,
    /// }
    /// let Json(Count { count }) = plugin.call("count_vowels", "Hello, World!")?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call<'a, I: ToBytes<'a>, O: FromBytesOwned>(&self, name: impl AsRef<str>, input: I) -> Result<O> {
        let input = encoded(input)?;
        decoded(self.run(name.as_ref(), &input, None)?)
    }

    /// Calls a function, and waits for HTTP requests and host functions that take their time.
    ///
    /// A call that was begun goes on when nobody waits for it any more, and the plug-in is free again when it has ended.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    ///
    /// ```no_run
    /// # async fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// let page: String = plugin.call_async("fetch_page", "https://example.com").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call_async<'a, I: ToBytes<'a>, O: FromBytesOwned>(
        &self,
        name: impl AsRef<str>,
        input: I,
    ) -> Result<O> {
        let input = encoded(input)?;
        decoded(self.wait(name.as_ref(), input, None).await?)
    }

    /// As [`call`](Self::call); host functions get at `host_context` by [`CurrentPlugin::host_context`](crate::CurrentPlugin::host_context).
    ///
    /// # Errors
    /// As [`call`](Self::call).
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// let answer: String = plugin.call_with_host_context("handle", "input", 42_u32)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_with_host_context<'a, I: ToBytes<'a>, O: FromBytesOwned, C: Any>(
        &self,
        name: impl AsRef<str>,
        input: I,
        host_context: C,
    ) -> Result<O> {
        let input = encoded(input)?;
        decoded(self.run(name.as_ref(), &input, Some(Box::new(host_context)))?)
    }

    /// As [`call_async`](Self::call_async), with a host context.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    ///
    /// ```no_run
    /// # async fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// let answer: String = plugin.call_async_with_host_context("handle", "input", 42_u32).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call_async_with_host_context<'a, I: ToBytes<'a>, O: FromBytesOwned, C: Any>(
        &self,
        name: impl AsRef<str>,
        input: I,
        host_context: C,
    ) -> Result<O> {
        let input = encoded(input)?;
        let context: Box<dyn Any> = Box::new(host_context);
        decoded(self.wait(name.as_ref(), input, Some(context)).await?)
    }

    /// As [`call`](Self::call), with the code that the function returned where it failed; -1 where it returned none.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) {
    /// if let Err((error, code)) = plugin.call_get_error_code::<_, String>("run", "input") {
    ///     println!("{error} (code {code})");
    /// }
    /// # }
    /// ```
    pub fn call_get_error_code<'a, I: ToBytes<'a>, O: FromBytesOwned>(
        &self,
        name: impl AsRef<str>,
        input: I,
    ) -> std::result::Result<O, (Error, i32)> {
        self.call(name, input).map_err(|error| {
            let code = error.exit_code().unwrap_or(-1);
            (error, code)
        })
    }

    /// As [`call`](Self::call), with bytes that are JavaScript's and never enter this program's memory; `None` when the function set no
    /// output.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin, picture: js_sys::Uint8Array) -> Result<(), extism_web::Error> {
    /// let smaller: Option<js_sys::Uint8Array> = plugin.call_js("shrink", &picture)?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn call_js(&self, name: impl AsRef<str>, input: &Uint8Array) -> Result<Option<Uint8Array>> {
        self.run(name.as_ref(), input, None)
    }

    /// As [`call_js`](Self::call_js), and waits.
    ///
    /// # Errors
    /// As [`call`](Self::call).
    ///
    /// ```no_run
    /// # async fn example(plugin: &extism_web::Plugin, picture: js_sys::Uint8Array) -> Result<(), extism_web::Error> {
    /// let smaller = plugin.call_js_async("shrink", &picture).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call_js_async(
        &self,
        name: impl AsRef<str>,
        input: &Uint8Array,
    ) -> Result<Option<Uint8Array>> {
        self.wait(name.as_ref(), input.clone(), None).await
    }

    fn run(
        &self,
        name: &str,
        input: &Uint8Array,
        context: Option<Box<dyn Any>>,
    ) -> Result<Option<Uint8Array>> {
        let local = self.here("use Plugin::call_async, which waits for it")?;
        let _running = self.calls.begin(context)?;
        local.call(name, input)
    }

    async fn wait(
        &self,
        name: &str,
        input: Uint8Array,
        context: Option<Box<dyn Any>>,
    ) -> Result<Option<Uint8Array>> {
        let running = self.calls.begin(context)?;
        match &self.place {
            Place::Here(local) if !local.waits() => local.call(name, &input),
            Place::Here(local) => {
                let (local, name) = (local.clone(), name.to_owned());
                in_background(async move { local.wait(running, &name, &input).await }).await
            }
            #[cfg(feature = "worker")]
            Place::Worker(remote) => {
                let (remote, name) = (remote.clone(), name.to_owned());
                in_background(async move { remote.call(running, &name, &input).await }).await
            }
        }
    }

    /// The plug-in, if it runs on this thread; `remedy` says what there is for one in a worker.
    #[cfg_attr(not(feature = "worker"), allow(unused_variables))]
    fn here(&self, remedy: &str) -> Result<&Local> {
        match &self.place {
            Place::Here(local) => Ok(local),
            #[cfg(feature = "worker")]
            Place::Worker(_) => {
                let text = format!("the plug-in runs in a worker: {remedy}");
                Err(Error::new(Code::Unsupported, text))
            }
        }
    }

    /// What ends a call that runs.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) {
    /// let handle = plugin.cancel_handle();
    /// # }
    /// ```
    pub fn cancel_handle(&self) -> CancelHandle {
        CancelHandle::new(&self.calls)
    }

    /// Whether the plug-in has a function of that name that can be called.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) {
    /// if plugin.function_exists("render") { /* … */ }
    /// # }
    /// ```
    pub fn function_exists(&self, function: impl AsRef<str>) -> bool {
        match &self.place {
            Place::Here(local) => local.guest.is_callable(function.as_ref()),
            #[cfg(feature = "worker")]
            Place::Worker(remote) => remote.function_exists(function.as_ref()),
        }
    }

    /// Forgets everything in the plug-in's kernel memory; variables stay.
    ///
    /// # Errors
    /// [`Code::Reentrant`] while a call runs; [`Code::Unsupported`] for a plug-in in a worker.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// plugin.reset()?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn reset(&self) -> Result<()> {
        let local = self.here("its next call forgets the last one")?;
        let _running = self.calls.begin(None)?;
        local.guest.host().kernel.reset();
        Ok(())
    }

    /// Whether a call runs, also one that nobody waits for any more.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) {
    /// let can_be_called = !plugin.is_active();
    /// # }
    /// ```
    pub fn is_active(&self) -> bool {
        self.calls.is_active()
    }

    /// Whether WASI is on.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) {
    /// let has_wasi = plugin.has_wasi();
    /// # }
    /// ```
    pub fn has_wasi(&self) -> bool {
        self.has_wasi
    }

    /// The live blocks in kernel memory, and the sum of their lengths in bytes.
    ///
    /// # Errors
    /// [`Code::Unsupported`] for a plug-in in a worker.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// let (blocks, bytes) = plugin.memory()?;
    /// println!("{} blocks, {bytes} bytes", blocks.len());
    /// # Ok(())
    /// # }
    /// ```
    pub fn memory(&self) -> Result<(Vec<Block>, u32)> {
        let local = self.here("its kernel memory is seen by its host functions only")?;
        let kernel = &local.guest.host().kernel;
        Ok((kernel.blocks().collect(), kernel.bytes_in_use()))
    }

    /// The main module's instance. It changes when the plug-in was made anew after a trap.
    ///
    /// # Errors
    /// [`Code::Unsupported`] for a plug-in in a worker.
    ///
    /// ```no_run
    /// # fn example(plugin: &extism_web::Plugin) -> Result<(), extism_web::Error> {
    /// let exports = plugin.instance()?.exports();
    /// # Ok(())
    /// # }
    /// ```
    pub fn instance(&self) -> Result<Instance> {
        let local = self.here("its instance is there")?;
        Ok(local.guest.instance())
    }
}

impl Place {
    async fn start(compiled: &CompiledPlugin, calls: &Rc<Calls>) -> Result<Self> {
        #[cfg(feature = "worker")]
        if let Some(package) = &compiled.given.worker {
            return Ok(Self::Worker(Rc::new(
                Remote::start(package, compiled, calls).await?,
            )));
        }
        Ok(Self::Here(Rc::new(Local::start(compiled, calls).await?)))
    }
}

#[cfg(feature = "worker")]
impl Drop for Plugin {
    fn drop(&mut self) {
        if let Place::Worker(remote) = &self.place {
            remote.close();
        }
    }
}

impl PluginBuilder<'_> {
    /// Fetches, checks, compiles and instantiates.
    ///
    /// # Errors
    /// What cannot be read, does not compile, or imports what nothing provides.
    ///
    /// ```no_run
    /// # async fn example(manifest: extism_web::Manifest) -> Result<(), extism_web::Error> {
    /// let plugin = extism_web::PluginBuilder::new(manifest).build().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn build(self) -> Result<Plugin> {
        Plugin::new_from_compiled(&self.compile().await?).await
    }
}

/// Runs a future to its end, whether anybody waits for it or not: a guest that is suspended goes on in any case.
async fn in_background<T: 'static>(
    future: impl std::future::Future<Output = Result<T>> + 'static,
) -> Result<T> {
    let slot = Rc::new(RefCell::new(None));
    let output = slot.clone();
    let promise: Promise = promise_of(Box::pin(async move {
        *output.borrow_mut() = Some(future.await);
        Ok(JsValue::UNDEFINED)
    }));
    JsFuture::from(promise).await.map_err(Error::thrown)?;
    let ended = slot.take();
    ended.unwrap_or_else(|| Err(Error::new(Code::Trap, "the call did not end")))
}

fn encoded<'a>(input: impl ToBytes<'a>) -> Result<Uint8Array> {
    match input.to_bytes() {
        Ok(bytes) => Ok(Uint8Array::from(bytes.as_ref())),
        Err(cause) => {
            let text = format!("the input cannot be encoded: {cause}");
            Err(Error::of(Code::InvalidInput, text, cause))
        }
    }
}

fn decoded<O: FromBytesOwned>(output: Option<Uint8Array>) -> Result<O> {
    let bytes = output.map_or_else(Vec::new, |bytes| bytes.to_vec());
    O::from_bytes_owned(&bytes).map_err(|cause| {
        let text = format!(
            "the plug-in's output ({} bytes) cannot be decoded: {cause}",
            bytes.len()
        );
        Error::of(Code::InvalidOutput, text, cause)
    })
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin")
            .field("id", &self.id)
            .field("modules", &self.modules)
            .field("active", &self.is_active())
            .finish_non_exhaustive()
    }
}
