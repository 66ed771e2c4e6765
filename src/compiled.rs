//! A plug-in that is fetched, checked and compiled, but not instantiated.

use std::rc::Rc;

use extism_web_rewriter::Signatures;
use js_sys::WebAssembly::Module;
use wasm_bindgen::JsValue;

use crate::error::{Code, Error, Result};
use crate::join;
use crate::manifest::{Item, Manifest};
use crate::options::Options;
use crate::rewriting::begin_to_load;
use crate::rows::{imports, Row};
use crate::settings::Settings;
use crate::source::{Fetch, Needs};

/// The compiled modules of a plug-in and its manifest's settings. One compiled plug-in makes any number of plug-ins.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// In the order of the manifest; never empty.
    pub modules: Rc<[NamedModule]>,
    /// The manifest's settings, under those of the options that it was compiled with.
    pub settings: Rc<Settings>,
}

#[derive(Debug)]
/// One module, and what others import it by.
pub struct NamedModule {
    /// What other modules import it by.
    pub name: String,
    /// As the engine compiled it.
    pub module: Module,
    /// What it imports.
    pub imports: Vec<Row>,
    /// The types of its imports, where they could be read.
    pub signatures: Option<Signatures>,
    /// The most pages that its own memories can have, where that was seen to.
    pub max_pages: Option<u32>,
}

/// The name of the module whose exports are the plug-in's functions.
const MAIN: &str = "main";

impl Compiled {
    /// Reads a manifest in any of the forms that JavaScript's `createPlugin` takes, and compiles its modules, all at the
    /// same time.
    ///
    /// Of the options, `fetch`, `logger`, `functions` and `memory.maxPages` matter here.
    ///
    /// # Errors
    /// A manifest or module that cannot be read, is not what it should be, or does not compile.
    pub async fn from_js(manifest: &JsValue, options: &Options) -> Result<Self> {
        let manifest = Manifest::read(manifest, &Fetch(options.fetch.clone())).await?;
        Self::from_manifest(manifest, options).await
    }

    /// The same of a manifest that is read.
    pub(crate) async fn from_manifest(manifest: Manifest, options: &Options) -> Result<Self> {
        let fetch = &Fetch(options.fetch.clone());
        options.logger.warn(&manifest.warnings)?;
        let names = names(&manifest.wasm)?;
        let settings = options.settings.or(&manifest.settings);
        let needs = &Needs {
            signatures: options.has_functions,
            max_pages: settings.max_pages,
        };
        if needs.bytes() && manifest.wasm.iter().any(|item| item.source.has_bytes()) {
            begin_to_load();
        }
        let units = manifest.wasm.into_iter().map(|item| async move {
            item.source
                .compile(&item.label, item.hash.as_ref(), fetch, needs)
                .await
        });
        let mut modules = Vec::new();
        for (unit, name) in join::all(units).await?.into_iter().zip(names) {
            modules.push(NamedModule {
                name,
                imports: imports(&unit.module)?,
                module: unit.module,
                signatures: unit.signatures,
                max_pages: needs.max_pages.filter(|_| unit.capped),
            });
        }
        Ok(Self {
            modules: modules.into(),
            settings: settings.into(),
        })
    }

    /// The settings of a plug-in that is made with these options; warns of what is odd in them.
    pub fn settings_with(&self, options: &Options) -> Result<Settings> {
        options.logger.warn(&options.warnings)?;
        let settings = options.settings.or(&self.settings);
        if !options.keeps_time_limit(&settings) {
            let text = "manifest.timeoutMs is ignored: it requires runInWorker: true; only a plug-in in a worker can be stopped";
            options.logger.warn(&[text.into()])?;
        }
        Ok(settings)
    }

    /// The module whose exports are the plug-in's functions: the one named `main` (by the manifest, or by `names`), else the last.
    pub fn main(&self) -> usize {
        self.position(MAIN).unwrap_or(self.modules.len() - 1)
    }

    /// The names of the modules.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.modules.iter().map(|module| module.name.as_str())
    }

    /// The index of the module of that name.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.modules.iter().position(|module| module.name == name)
    }
}

/// What other modules import each item by.
fn names(items: &[Item]) -> Result<Vec<String>> {
    let given: Vec<_> = items.iter().map(|item| item.name.as_deref()).collect();
    for (index, item) in items.iter().enumerate() {
        if let Some(name) = given[index].filter(|name| given[..index].contains(&Some(name))) {
            let text = format!("{}: the name \"{name}\" is taken by another module", item.label);
            return Err(Error::new(Code::InvalidManifest, text));
        }
    }
    let main = unnamed_main(&given);
    let mut names: Vec<String> = Vec::new();
    for (index, item) in items.iter().enumerate() {
        let name = match (given[index], &item.hash) {
            (Some(name), _) => name.into(),
            (None, _) if main == Some(index) => MAIN.into(),
            (None, Some(hash)) => hash.digits().into(),
            (None, None) => index.to_string(),
        };
        let is_taken = given[index].is_none() && (given.contains(&Some(&name)) || names.contains(&name));
        // A name that nobody gave stands in nobody's way.
        names.push(if is_taken { item.label.clone() } else { name });
    }
    Ok(names)
}

/// The module without a name that is the main one, if none is named so: the only one without, else the last of all.
fn unnamed_main(names: &[Option<&str>]) -> Option<usize> {
    if names.contains(&Some(MAIN)) {
        return None;
    }
    let mut unnamed = (0..names.len()).filter(|&index| names[index].is_none());
    match (unnamed.next(), unnamed.next_back()) {
        (Some(only), None) => Some(only),
        (_, last) => last.filter(|&last| last == names.len() - 1),
    }
}

#[cfg(test)]
mod tests {
    use super::unnamed_main;

    #[test]
    fn the_main_module_among_those_without_a_name() {
        let (none, main, other) = (None, Some("main"), Some("x"));
        for (names, expected) in [
            (vec![none], Some(0)),
            (vec![none, other], Some(0)),
            (vec![other, none], Some(1)),
            (vec![other, none, Some("y")], Some(1)),
            (vec![none, none], Some(1)),
            (vec![none, other, none], Some(2)),
            (vec![none, none, other], None),
            (vec![none, main], None),
            (vec![main, none], None),
            (vec![other, main, none], None),
            (vec![other], None),
            (vec![other, Some("y")], None),
        ] {
            assert_eq!(unnamed_main(&names), expected, "{names:?}");
        }
    }
}
