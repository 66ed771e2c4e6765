//! How plug-ins are made.

use std::future::Future;
use std::rc::Rc;

use js_sys::Function as JsFunction;
use wasm_bindgen::JsValue;

use super::current_plugin::CurrentPlugin;
use super::function::Function;
use super::input::WasmInput;
use super::user_data::UserData;
use super::val::{Val, ValType};
use super::wasi::{MemoryDirectory, Output, WasiStream};
#[cfg(feature = "worker")]
use super::worker::WorkerPackage;
use crate::error::Result;
use crate::logger::{LogLevel, Logger};

/// What a plug-in is given beside its modules.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) wasi: bool,
    pub(crate) paths: Vec<(String, JsValue)>,
    pub(crate) output: Option<Rc<Output>>,
    pub(crate) functions: Vec<Function>,
    pub(crate) http_response_headers: bool,
    pub(crate) logger: Logger,
    pub(crate) fetch: Option<JsFunction>,
    #[cfg(feature = "worker")]
    pub(crate) worker: Option<WorkerPackage>,
}

impl Given {
    /// Whether the plug-in runs where it can be stopped.
    pub(crate) fn in_worker(&self) -> bool {
        #[cfg(feature = "worker")]
        return self.worker.is_some();
        #[cfg(not(feature = "worker"))]
        false
    }
}

/// Says what a plug-in is made from, and what it is given.
///
/// ```no_run
/// # async fn example() -> Result<(), extism_web::Error> {
/// use extism_web::{host_fn, Manifest, PluginBuilder, UserData, Wasm, PTR};
///
/// host_fn!(greeting(user: String; name: String) -> String {
///     let user = user.get()?;
///     let user = user.lock().unwrap();
///     Ok(format!("{name}, {user} says hello"))
/// });
///
/// let manifest = Manifest::new([Wasm::url("https://example.com/plugin.wasm")]).with_config_key("language", "en");
/// let plugin = PluginBuilder::new(manifest)
///     .with_wasi(true)
///     .with_function("greeting", [PTR], [PTR], UserData::new("Zoë".to_owned()), greeting)
///     .build()
///     .await?;
/// let answer: String = plugin.call("greet", "Ann")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a plug-in is made by build or compile"]
pub struct PluginBuilder<'a> {
    pub(crate) source: WasmInput<'a>,
    pub(crate) given: Given,
}

impl<'a> PluginBuilder<'a> {
    /// A plug-in from a manifest, a module's bytes, a URL, or a value of JavaScript's.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), extism_web::Error> {
    /// let plugin = extism_web::PluginBuilder::new("plugins/count_vowels.wasm").build().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn new(plugin: impl Into<WasmInput<'a>>) -> Self {
        Self {
            source: plugin.into(),
            given: Given {
                wasi: false,
                paths: Vec::new(),
                output: None,
                functions: Vec::new(),
                http_response_headers: false,
                logger: super::log_callback::logger(),
                fetch: None,
                #[cfg(feature = "worker")]
                worker: None,
            },
        }
    }

    /// Whether the plug-in may use WASI preview 1: clocks, random numbers, the files that it is given, output.
    ///
    /// ```no_run
    /// # let wasm: &[u8] = &[];
    /// let builder = extism_web::PluginBuilder::new(wasm).with_wasi(true);
    /// ```
    pub fn with_wasi(mut self, wasi: bool) -> Self {
        self.given.wasi = wasi;
        self
    }

    /// Gives a plug-in that uses WASI a directory, at a path of its own choosing. A path that begins with `ro:` is read-only.
    ///
    /// ```no_run
    /// # let wasm: &[u8] = &[];
    /// let data = extism_web::MemoryDirectory::new();
    /// let builder = extism_web::PluginBuilder::new(wasm).with_wasi(true).with_directory("/data", &data);
    /// ```
    pub fn with_directory(self, guest_path: impl Into<String>, directory: &MemoryDirectory) -> Self {
        self.with_js_path(guest_path, directory)
    }

    /// The same for what only JavaScript has: a `FileSystemDirectoryHandle` or `FileSystemFileHandle`, to which changes are written
    /// back at the end of each call (`call_async` waits for that, and fails where it does), a `Blob`, or an object of files by name.
    ///
    /// ```no_run
    /// # let wasm: &[u8] = &[];
    /// # let handle = wasm_bindgen::JsValue::NULL;
    /// let builder = extism_web::PluginBuilder::new(wasm).with_wasi(true).with_js_path("/photos", &handle);
    /// ```
    pub fn with_js_path(mut self, guest_path: impl Into<String>, value: impl AsRef<JsValue>) -> Self {
        self.given.paths.push((guest_path.into(), value.as_ref().clone()));
        self
    }

    /// Where the lines go that a plug-in writes to its standard output and error. Without this they are dropped, but for the end of
    /// standard error, which is in the message when a call traps.
    ///
    /// ```no_run
    /// # let wasm: &[u8] = &[];
    /// let builder = extism_web::PluginBuilder::new(wasm)
    ///     .with_wasi(true)
    ///     .with_wasi_output(|_stream, line| println!("{line}"));
    /// ```
    pub fn with_wasi_output(mut self, output: impl Fn(WasiStream, &str) + 'static) -> Self {
        self.given.output = Some(Rc::new(output));
        self
    }

    /// Adds a host function; see [`Function::new`].
    ///
    /// ```no_run
    /// use extism_web::{PluginBuilder, UserData, Val, ValType};
    /// # let wasm: &[u8] = &[];
    /// let builder = PluginBuilder::new(wasm).with_function(
    ///     "answer",
    ///     [],
    ///     [ValType::I32],
    ///     UserData::new(()),
    ///     |_plugin, _inputs, outputs, _data| {
    ///         outputs[0] = Val::I32(42);
    ///         Ok(())
    ///     },
    /// );
    /// ```
    pub fn with_function<T: 'static, F>(
        mut self,
        name: impl Into<String>,
        args: impl IntoIterator<Item = ValType>,
        returns: impl IntoIterator<Item = ValType>,
        user_data: UserData<T>,
        f: F,
    ) -> Self
    where
        F: 'static + Fn(&mut CurrentPlugin, &[Val], &mut [Val], UserData<T>) -> Result<()>,
    {
        self.given
            .functions
            .push(Function::new(name, args, returns, user_data, f));
        self
    }

    /// Adds a host function to an import module other than `extism:host/user`.
    ///
    /// ```no_run
    /// # use extism_web::{PluginBuilder, UserData};
    /// # let wasm: &[u8] = &[];
    /// let builder = PluginBuilder::new(wasm)
    ///     .with_function_in_namespace("env", "tick", [], [], UserData::new(()), |_, _, _, _| Ok(()));
    /// ```
    pub fn with_function_in_namespace<T: 'static, F>(
        mut self,
        namespace: impl Into<String>,
        name: impl Into<String>,
        args: impl IntoIterator<Item = ValType>,
        returns: impl IntoIterator<Item = ValType>,
        user_data: UserData<T>,
        f: F,
    ) -> Self
    where
        F: 'static + Fn(&mut CurrentPlugin, &[Val], &mut [Val], UserData<T>) -> Result<()>,
    {
        let function = Function::new(name, args, returns, user_data, f).with_namespace(namespace);
        self.given.functions.push(function);
        self
    }

    /// Adds a host function that the plug-in waits for; see [`Function::new_async`]. Such plug-ins are called by
    /// [`Plugin::call_async`](crate::Plugin::call_async), in engines that can suspend WebAssembly (JSPI).
    ///
    /// ```no_run
    /// use extism_web::{PluginBuilder, UserData, PTR};
    /// # let wasm: &[u8] = &[];
    /// # async fn look_up(key: String) -> String { key }
    /// let builder = PluginBuilder::new(wasm).with_async_function(
    ///     "look_up",
    ///     [PTR],
    ///     [PTR],
    ///     UserData::new(()),
    ///     |mut plugin, inputs, _data| async move {
    ///         let key: String = plugin.memory_get_val(&inputs[0])?;
    ///         let found = plugin.memory_new(look_up(key).await)?;
    ///         Ok(vec![plugin.memory_to_val(found)])
    ///     },
    /// );
    /// ```
    pub fn with_async_function<T: 'static, F, R>(
        mut self,
        name: impl Into<String>,
        args: impl IntoIterator<Item = ValType>,
        returns: impl IntoIterator<Item = ValType>,
        user_data: UserData<T>,
        f: F,
    ) -> Self
    where
        F: 'static + Fn(CurrentPlugin, Vec<Val>, UserData<T>) -> R,
        R: 'static + Future<Output = Result<Vec<Val>>>,
    {
        self.given
            .functions
            .push(Function::new_async(name, args, returns, user_data, f));
        self
    }

    /// Adds host functions.
    ///
    /// ```no_run
    /// # use extism_web::{Function, PluginBuilder, UserData};
    /// # let wasm: &[u8] = &[];
    /// let tick = Function::new("tick", [], [], UserData::new(()), |_, _, _, _| Ok(()));
    /// let builder = PluginBuilder::new(wasm).with_functions([tick]);
    /// ```
    pub fn with_functions(mut self, f: impl IntoIterator<Item = Function>) -> Self {
        self.given.functions.extend(f);
        self
    }

    /// Whether the plug-in may see the headers of HTTP responses.
    ///
    /// ```no_run
    /// # let wasm: &[u8] = &[];
    /// let builder = extism_web::PluginBuilder::new(wasm).with_http_response_headers(true);
    /// ```
    pub fn with_http_response_headers(mut self, allow: bool) -> Self {
        self.given.http_response_headers = allow;
        self
    }

    /// Where the plug-in's log goes, from a level on. Without this: nowhere, or where
    /// [`set_log_callback`](crate::set_log_callback) says.
    ///
    /// ```no_run
    /// use extism_web::{LogLevel, PluginBuilder};
    /// # let wasm: &[u8] = &[];
    /// let builder = PluginBuilder::new(wasm).with_logger(LogLevel::Info, |level, text| println!("{level:?}: {text}"));
    /// ```
    pub fn with_logger(mut self, level: LogLevel, logger: impl Fn(LogLevel, &str) + 'static) -> Self {
        self.given.logger = Logger::of_function(Rc::new(logger), level);
        self
    }

    /// The same to the browser's console.
    ///
    /// ```no_run
    /// use extism_web::{LogLevel, PluginBuilder};
    /// # let wasm: &[u8] = &[];
    /// let builder = PluginBuilder::new(wasm).with_console(LogLevel::Debug);
    /// ```
    pub fn with_console(mut self, level: LogLevel) -> Self {
        self.given.logger = Logger::of_console(level);
        self
    }

    /// Has the plug-in run in a worker: it never blocks the page, and its calls can be ended, by the manifest's `timeout_ms` and by
    /// [`Plugin::cancel_handle`](crate::Plugin::cancel_handle). Host functions stay on the page. It is called by
    /// [`Plugin::call_async`](crate::Plugin::call_async), and the worker ends with the [`Plugin`](crate::Plugin).
    ///
    /// ```no_run
    /// # async fn example(wasm: &[u8]) -> Result<(), extism_web::Error> {
    /// use extism_web::{PluginBuilder, WorkerPackage};
    ///
    /// let package = WorkerPackage::load("/extism-web/browser.js").await?;
    /// let plugin = PluginBuilder::new(wasm).with_worker(&package).build().await?;
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "worker")]
    pub fn with_worker(mut self, package: &WorkerPackage) -> Self {
        self.given.worker = Some(package.clone());
        self
    }

    /// A function that is called in place of the global `fetch`, with the same arguments, for modules and for the plug-in's requests.
    ///
    /// ```no_run
    /// # let wasm: &[u8] = &[];
    /// # let function = js_sys::Function::default();
    /// let builder = extism_web::PluginBuilder::new(wasm).with_fetch(function);
    /// ```
    pub fn with_fetch(mut self, fetch: JsFunction) -> Self {
        self.given.fetch = Some(fetch);
        self
    }
}

impl std::fmt::Debug for PluginBuilder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PluginBuilder")
            .field("source", &self.source)
            .field("wasi", &self.given.wasi)
            .field("functions", &self.given.functions)
            .finish_non_exhaustive()
    }
}
