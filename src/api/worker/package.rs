//! The npm package, which runs plug-ins in workers.

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Code, Error, Result};
use crate::js::get;

#[wasm_bindgen(module = "/src/api/worker/load.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    fn load(url: &str) -> std::result::Result<Promise, JsValue>;
}

#[wasm_bindgen]
extern "C" {
    /// The module of the npm package.
    #[derive(Clone, Debug)]
    type Package;
    #[wasm_bindgen(method, js_name = createPlugin)]
    pub(super) fn create_plugin(this: &Package, manifest: &JsValue, options: &JsValue) -> Promise;
}

/// The npm package `extism-web`, which runs plug-ins in workers: a worker needs a script, which a Rust application has not. It must be of
/// this crate's version.
///
/// The application serves the package's files, `node_modules/extism-web/pkg` for one that is built by Trunk or `dx`, and says where.
///
/// ```no_run
/// # async fn example() -> Result<(), extism_web::Error> {
/// use extism_web::{Manifest, PluginBuilder, Wasm, WorkerPackage};
/// use std::time::Duration;
///
/// let package = WorkerPackage::load("/extism-web/browser.js").await?;
/// let manifest = Manifest::new([Wasm::url("plugin.wasm")]).with_timeout(Duration::from_secs(2));
/// let plugin = PluginBuilder::new(manifest).with_worker(&package).build().await?;
/// let answer: String = plugin.call_async("run", "input").await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct WorkerPackage(Package);

impl WorkerPackage {
    /// Loads the package's module from a URL: relative to the page, or a name that the page's import map has.
    ///
    /// # Errors
    /// [`Code::HostLoad`] when there is no such module, or it is another one.
    ///
    /// ```no_run
    /// # async fn example() -> Result<(), extism_web::Error> {
    /// let package = extism_web::WorkerPackage::load("/extism-web/browser.js").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn load(url: impl AsRef<str>) -> Result<Self> {
        let url = url.as_ref();
        let failed = |cause| {
            let what = format!("the package extism-web cannot be loaded from \"{url}\"");
            Error::because(Code::HostLoad, &what, "", cause)
        };
        let module = JsFuture::from(load(url).map_err(failed)?).await.map_err(failed)?;
        Self::from_module(module).map_err(|_| {
            Error::new(
                Code::HostLoad,
                format!("the module \"{url}\" is not the package extism-web"),
            )
        })
    }

    /// The package's module, imported by the application's own JavaScript, for one that is bundled.
    ///
    /// # Errors
    /// [`Code::InvalidOption`] for anything else.
    ///
    /// ```no_run
    /// use wasm_bindgen::prelude::*;
    ///
    /// #[wasm_bindgen]
    /// pub fn start(package: JsValue) -> Result<(), JsValue> {
    ///     let package = extism_web::WorkerPackage::from_module(package)?;
    ///     // …
    ///     Ok(())
    /// }
    /// ```
    pub fn from_module(module: JsValue) -> Result<Self> {
        let has = |name| get(&module, name).is_ok_and(|value| value.is_function());
        if !module.is_object() || !has("createPlugin") || !has("PluginError") {
            let text = "the value is not the module of the package extism-web";
            return Err(Error::new(Code::InvalidOption, text));
        }
        Ok(Self(module.unchecked_into()))
    }

    /// Makes a plug-in.
    pub(super) async fn create_plugin(
        &self,
        manifest: &JsValue,
        options: &JsValue,
    ) -> std::result::Result<JsValue, JsValue> {
        JsFuture::from(self.0.create_plugin(manifest, options)).await
    }
}
