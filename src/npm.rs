//! What the npm package's JavaScript stands on. Its classes in `js/` wrap these one to one.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Function;
use wasm_bindgen::prelude::*;

use crate::compiled::CompiledPlugin;
use crate::convert::{describe, encode, text_or_bytes};
use crate::error::{set_constructor, Code, Error, Result};
use crate::host::Returned;
use crate::options::Options;
use crate::platform::set_read_file;
use crate::plugin::Plugin;

/// Called once, before anything else: the class of errors, and how files are read where there are any.
#[wasm_bindgen]
pub fn configure(error_class: Function, read_file: Option<Function>) {
    console_error_panic_hook::set_once();
    set_constructor(error_class);
    set_read_file(read_file);
}

/// A compiled plug-in, as JavaScript holds it.
#[wasm_bindgen]
pub struct RawCompiledPlugin(CompiledPlugin);

#[wasm_bindgen]
impl RawCompiledPlugin {
    /// Fetches, checks and compiles.
    pub async fn compile(manifest: JsValue, options: JsValue) -> Returned<RawCompiledPlugin> {
        let options = Options::from_js(&options)?;
        Ok(Self(CompiledPlugin::from_js(&manifest, &options).await?))
    }

    /// Makes a plug-in.
    pub async fn instantiate(&self, options: JsValue) -> Returned<RawPlugin> {
        let compiled = self.0.clone();
        let options = Options::from_js(&options)?;
        let plugin = Plugin::new(&compiled, &options).await?;
        Ok(RawPlugin(RefCell::new(Some(Rc::new(plugin)))))
    }
}

/// A plug-in, as JavaScript holds it, until it is closed. No method keeps a borrow while JavaScript runs; a call that is
/// under way when the plug-in is closed keeps it alive to its end.
#[wasm_bindgen]
pub struct RawPlugin(RefCell<Option<Rc<Plugin>>>);

impl RawPlugin {
    fn open(&self) -> Result<Rc<Plugin>> {
        self.0.borrow().clone().ok_or_else(|| Error::new(Code::Closed, "plugin is closed"))
    }
}

#[wasm_bindgen]
impl RawPlugin {
    /// Calls a function; the output's bytes, or `null`.
    #[wasm_bindgen(js_name = callSync)]
    pub fn call_sync(&self, name: &JsValue, input: &JsValue) -> Returned<JsValue> {
        let plugin = self.open()?;
        let input = input_bytes(input)?;
        Ok(plugin.call_js(name, input.as_ref())?.map_or(JsValue::NULL, JsValue::from))
    }

    /// Whether `restore` has something to do.
    #[wasm_bindgen(getter)]
    pub fn stale(&self) -> Returned<bool> {
        Ok(self.open()?.is_stale())
    }

    /// Makes the instances anew after a trap.
    pub async fn restore(&self) -> Returned<()> {
        Ok(self.open()?.restore().await?)
    }

    /// Whether the plug-in exports a function of that name.
    #[wasm_bindgen(js_name = functionExists)]
    pub fn function_exists(&self, name: &str) -> Returned<bool> {
        Ok(self.open()?.function_exists(name))
    }

    /// The main module's instance.
    #[wasm_bindgen(getter)]
    pub fn instance(&self) -> Returned<JsValue> {
        Ok(self.open()?.instance().into())
    }

    /// The compiled main module.
    #[wasm_bindgen(getter)]
    pub fn module(&self) -> Returned<JsValue> {
        Ok(self.open()?.main_module().into())
    }

    /// Whether the plug-in has not been closed.
    #[wasm_bindgen(js_name = isOpen)]
    pub fn is_open(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Whether a call is running.
    #[wasm_bindgen(js_name = isActive)]
    pub fn is_active(&self) -> bool {
        self.0.borrow().as_ref().is_some_and(|plugin| plugin.is_active())
    }

    /// Empties kernel memory; false while a call is running.
    pub fn reset(&self) -> Returned<bool> {
        Ok(self.open()?.reset())
    }

    /// The live blocks and the bytes in use.
    pub fn memory(&self) -> Returned<JsValue> {
        let (blocks, bytes_in_use) = self.open()?.memory();
        Ok(serde_wasm_bindgen::to_value(&MemoryReport { blocks, bytes_in_use })?)
    }

    /// Lets go of everything. Closing twice is no error.
    pub fn close(&self) {
        self.0.take();
    }
}

/// What `plugin.memory()` resolves to.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
struct MemoryReport {
    blocks: Vec<crate::kernel::Block>,
    bytes_in_use: u32,
}

/// The input of a call as bytes; `None` for no input.
fn input_bytes(input: &JsValue) -> Result<Option<js_sys::Uint8Array>> {
    if input.is_undefined() || input.is_null() {
        return Ok(None);
    }
    if let Some(bytes) = text_or_bytes(input) {
        return Ok(Some(bytes));
    }
    if let Some(number) = input.as_f64() {
        let text = js_sys::Number::from(number).to_string_with_radix(10).map_err(|error| Error::thrown(error.into()))?;
        return Ok(Some(encode(&text)));
    }
    let text = format!("the input of a call must be a string, bytes or nothing, got {}", describe(input));
    Err(Error::new(Code::InvalidInput, text))
}
