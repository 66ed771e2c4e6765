//! A plug-in that is fetched, checked and compiled, but not instantiated.

use js_sys::WebAssembly::Module;
use wasm_bindgen::JsValue;

use crate::error::Result;
use crate::manifest::Manifest;
use crate::options::Options;
use crate::source::Fetch;

/// The compiled modules of a plug-in and its manifest's settings. One compiled plug-in makes any number of plug-ins.
#[derive(Clone, Debug)]
pub struct CompiledPlugin {
    pub(crate) modules: Vec<NamedModule>,
    pub(crate) config: Option<Vec<(String, String)>>,
}

#[derive(Clone, Debug)]
pub(crate) struct NamedModule {
    pub(crate) name: String,
    pub(crate) module: Module,
}

/// The name of the module whose exports are the plug-in's functions.
pub(crate) const MAIN: &str = "main";

impl CompiledPlugin {
    /// Reads a manifest in any of the forms that JavaScript's `createPlugin` takes, and compiles its modules.
    ///
    /// # Errors
    /// A manifest or module that cannot be read, is not what it should be, or does not compile.
    pub async fn from_js(manifest: &JsValue, options: &Options) -> Result<Self> {
        let fetch = &Fetch(options.fetch.clone());
        let manifest = Manifest::read(manifest, fetch).await?;
        let last = manifest.wasm.len() - 1;
        let mut modules = Vec::new();
        for (index, item) in manifest.wasm.into_iter().enumerate() {
            let module = item.source.compile(&item.label, fetch).await?;
            let name = item.name.unwrap_or_else(|| if index == last { MAIN.into() } else { index.to_string() });
            modules.push(NamedModule { name, module });
        }
        Ok(Self { modules, config: manifest.config })
    }

    /// The module whose exports are the plug-in's functions: the one named `main`, else the last.
    pub(crate) fn main(&self) -> usize {
        self.modules.iter().position(|module| module.name == MAIN).unwrap_or(self.modules.len() - 1)
    }
}
