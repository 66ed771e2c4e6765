//! WASI for Rust applications: the npm package's, bundled (`preview1.js`, and `directory.js` for both sides).

use std::rc::Rc;

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Code, Error, Result};
use crate::face::WasiContext;
use crate::js::set;
use crate::values::dictionary;

#[wasm_bindgen]
extern "C" {
    #[derive(Clone)]
    type WasiContexts;
    #[wasm_bindgen(method, catch)]
    fn make(this: &WasiContexts) -> std::result::Result<WasiContext, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn flush(this: &WasiContexts) -> std::result::Result<(), JsValue>;
    #[wasm_bindgen(method, getter)]
    fn stderr(this: &WasiContexts) -> String;
    #[wasm_bindgen(method)]
    fn saved(this: &WasiContexts) -> Option<Promise>;
}

#[wasm_bindgen(module = "/src/api/wasi/load.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn prepare(paths: &Object, output: &JsValue) -> std::result::Result<WasiContexts, JsValue>;
}

// `load.js` imports this one, which wasm-bindgen puts beside it only if something of it is declared. Nothing calls it here, and so no
// glue imports it.
#[wasm_bindgen(module = "/src/api/wasi/preview1.js")]
extern "C" {
    #[wasm_bindgen(js_name = prepare)]
    #[allow(dead_code)]
    fn declared();
}

#[wasm_bindgen(module = "/src/api/wasi/directory.js")]
extern "C" {
    #[wasm_bindgen(js_name = MemoryDirectory)]
    #[derive(Clone, Debug)]
    type Tree;
    #[wasm_bindgen(constructor, js_class = "MemoryDirectory")]
    fn new() -> Tree;
    #[wasm_bindgen(method, js_name = readFile)]
    fn read_file(this: &Tree, path: &str) -> Option<Uint8Array>;
    #[wasm_bindgen(method, catch, js_name = writeFile)]
    fn write_file(this: &Tree, path: &str, content: &Uint8Array) -> std::result::Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn list(this: &Tree, path: &str) -> Option<Array>;
    #[wasm_bindgen(method, catch)]
    fn remove(this: &Tree, path: &str) -> std::result::Result<bool, JsValue>;
}

/// A directory in memory for plug-ins that use WASI. Plug-ins and the application share it; it lives on when they end. Paths in it
/// are relative and separated by `/`.
///
/// ```no_run
/// # async fn example(manifest: extism_web::Manifest) -> Result<(), extism_web::Error> {
/// use extism_web::{MemoryDirectory, PluginBuilder};
///
/// let data = MemoryDirectory::new();
/// data.write("notes/today.txt", "buy milk")?;
/// let plugin = PluginBuilder::new(manifest).with_wasi(true).with_directory("/data", &data).build().await?;
/// let () = plugin.call("tidy_up", ())?;
/// println!("{:?}", data.read("notes/today.txt"));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct MemoryDirectory(Tree);

impl MemoryDirectory {
    /// An empty directory.
    ///
    /// ```no_run
    /// let directory = extism_web::MemoryDirectory::new();
    /// ```
    #[allow(clippy::new_without_default)]
    pub fn new() -> Self {
        Self(Tree::new())
    }

    /// The bytes of a file, copied; `None` when there is no such file.
    ///
    /// ```no_run
    /// # let directory = extism_web::MemoryDirectory::new();
    /// let bytes: Option<Vec<u8>> = directory.read("settings.json");
    /// ```
    pub fn read(&self, path: &str) -> Option<Vec<u8>> {
        self.0.read_file(path).map(|bytes| bytes.to_vec())
    }

    /// Makes a file, or replaces what it holds; makes the directories on the way.
    ///
    /// # Errors
    /// [`Code::InvalidOption`] for a path that leads through a file, to a directory, or out of this one.
    ///
    /// ```no_run
    /// # let directory = extism_web::MemoryDirectory::new();
    /// directory.write("settings.json", "{}")?;
    /// # Ok::<(), extism_web::Error>(())
    /// ```
    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) -> Result<()> {
        let bytes = Uint8Array::from(content.as_ref());
        self.0.write_file(path, &bytes).map_err(not_a_path)
    }

    /// The names in a directory (`""` for this one), in no particular order; `None` when there is no such directory.
    ///
    /// ```no_run
    /// # let directory = extism_web::MemoryDirectory::new();
    /// for name in directory.list("notes").unwrap_or_default() {
    ///     println!("{name}");
    /// }
    /// ```
    pub fn list(&self, path: &str) -> Option<Vec<String>> {
        let name = |entry: JsValue| Reflect::get(&entry, &"name".into()).ok()?.as_string();
        Some(self.0.list(path)?.iter().filter_map(name).collect())
    }

    /// Removes a file, or a directory with all that is in it; whether there was one.
    ///
    /// # Errors
    /// [`Code::InvalidOption`] for what is no path.
    ///
    /// ```no_run
    /// # let directory = extism_web::MemoryDirectory::new();
    /// directory.remove("notes")?;
    /// # Ok::<(), extism_web::Error>(())
    /// ```
    pub fn remove(&self, path: &str) -> Result<bool> {
        self.0.remove(path).map_err(not_a_path)
    }
}

impl AsRef<JsValue> for MemoryDirectory {
    fn as_ref(&self) -> &JsValue {
        self.0.as_ref()
    }
}

fn not_a_path(cause: JsValue) -> Error {
    Error::because(Code::InvalidOption, "the file", " cannot be written", cause)
}

/// Which of a plug-in's streams a line was written to.
///
/// ```
/// use extism_web::WasiStream;
/// assert_ne!(WasiStream::Stdout, WasiStream::Stderr);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WasiStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// What becomes of a line of output.
pub(crate) type Output = dyn Fn(WasiStream, &str);

/// The WASI of one plug-in.
pub(crate) struct Wasi {
    contexts: WasiContexts,
    _output: Option<Closure<dyn Fn(String, String)>>,
}

impl Wasi {
    /// Prepares what the plug-in may see: guest paths, and what is there.
    pub(crate) async fn new(paths: &[(String, JsValue)], output: Option<Rc<Output>>) -> Result<Self> {
        let allowed = dictionary();
        for (guest, directory) in paths {
            set(&allowed, guest, directory).map_err(Error::thrown)?;
        }
        let output = output.map(|output| {
            Closure::<dyn Fn(String, String)>::new(move |stream: String, line: String| {
                let stream = if stream == "stderr" {
                    WasiStream::Stderr
                } else {
                    WasiStream::Stdout
                };
                output(stream, &line);
            })
        });
        let function = output
            .as_ref()
            .map_or(JsValue::UNDEFINED, |closure| closure.as_ref().clone());
        let contexts = prepare(&allowed, &function).await.map_err(|cause| {
            Error::because(
                Code::InvalidOption,
                "the plug-in's files",
                " cannot be prepared",
                cause,
            )
        })?;
        Ok(Self {
            contexts,
            _output: output,
        })
    }

    pub(crate) fn make(&self) -> std::result::Result<WasiContext, JsValue> {
        self.contexts.make()
    }

    pub(crate) fn stderr(&self) -> String {
        self.contexts.stderr()
    }

    /// At the end of a call: passes on output of which the line has not ended, and begins to write back files.
    pub(crate) fn flush(&self) -> Result<()> {
        self.contexts.flush().map_err(Error::thrown)
    }

    /// Ends when the files that the plug-in changed are written back.
    pub(crate) async fn saved(&self) -> Result<()> {
        if let Some(saving) = self.contexts.saved() {
            JsFuture::from(saving).await.map_err(Error::thrown)?;
        }
        Ok(())
    }
}
