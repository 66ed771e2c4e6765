//! Plug-ins that are compiled, and not instantiated.

use std::rc::Rc;

use extism_manifest::Manifest;

use super::builder::{Given, PluginBuilder};
use super::function::Function;
use crate::compiled::Compiled;
use crate::error::{Code, Error, Result};
use crate::options::Options;
use crate::source::Fetch;

/// A plug-in that is fetched, checked and compiled; it makes any number of plug-ins, each in less than a millisecond.
///
/// ```no_run
/// # async fn example(manifest: extism_web::Manifest) -> Result<(), extism_web::Error> {
/// use extism_web::{CompiledPlugin, Plugin, PluginBuilder};
/// let compiled = CompiledPlugin::new(PluginBuilder::new(manifest).with_wasi(true)).await?;
/// let plugin = Plugin::new_from_compiled(&compiled).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct CompiledPlugin {
    pub(crate) modules: Compiled,
    pub(crate) options: Options,
    pub(crate) given: Given,
    pub(crate) functions: Rc<[Function]>,
    pub(crate) manifest: Rc<Manifest>,
}

impl CompiledPlugin {
    /// Fetches, checks and compiles.
    ///
    /// # Errors
    /// As [`PluginBuilder::compile`].
    ///
    /// ```no_run
    /// # async fn example(manifest: extism_web::Manifest) -> Result<(), extism_web::Error> {
    /// # use extism_web::{CompiledPlugin, PluginBuilder};
    /// let compiled = CompiledPlugin::new(PluginBuilder::new(manifest)).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn new(builder: PluginBuilder<'_>) -> Result<Self> {
        let PluginBuilder { source, mut given } = builder;
        let functions: Rc<[Function]> = std::mem::take(&mut given.functions).into();
        check_names(&functions)?;
        let options = Options::of_rust(
            given.logger.clone(),
            given.fetch.clone(),
            given.http_response_headers,
            !functions.is_empty(),
        );
        let (read, manifest) = source.read(&Fetch(given.fetch.clone())).await?;
        let modules = Compiled::from_manifest(read, &options).await?;
        if !given.in_worker() {
            check_timeout(&modules)?;
        }
        check_paths(&given, &manifest)?;
        Ok(Self {
            modules,
            options,
            given,
            functions,
            manifest,
        })
    }
}

impl PluginBuilder<'_> {
    /// Fetches, checks and compiles: what comes of it makes any number of plug-ins.
    ///
    /// # Errors
    /// What cannot be read or does not compile.
    ///
    /// ```no_run
    /// # async fn example(manifest: extism_web::Manifest) -> Result<(), extism_web::Error> {
    /// use extism_web::{Plugin, PluginBuilder};
    /// let compiled = PluginBuilder::new(manifest).compile().await?;
    /// let first = Plugin::new_from_compiled(&compiled).await?;
    /// let second = Plugin::new_from_compiled(&compiled).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn compile(self) -> Result<CompiledPlugin> {
        CompiledPlugin::new(self).await
    }
}

/// Of two functions by one name, one would never be called.
fn check_names(functions: &[Function]) -> Result<()> {
    let is_same = |a: &Function, b: &Function| a.module() == b.module() && a.name() == b.name();
    for (index, function) in functions.iter().enumerate() {
        if functions[..index].iter().any(|other| is_same(other, function)) {
            let text = format!("{} is given twice", function.label());
            return Err(Error::new(Code::InvalidOption, text));
        }
    }
    Ok(())
}

/// A time limit that nobody keeps is a hole.
fn check_timeout(modules: &Compiled) -> Result<()> {
    match modules.settings.timeout_ms {
        None | Some(0) => Ok(()),
        Some(limit) => {
            let text = format!(
                "manifest.timeout_ms is {limit}, and only a plug-in in a worker can be stopped; see PluginBuilder::with_worker"
            );
            Err(Error::new(Code::Unsupported, text))
        }
    }
}

/// The manifest's paths are of a disk.
fn check_paths(given: &Given, manifest: &Manifest) -> Result<()> {
    let Some((host, guest)) = manifest.allowed_paths.iter().flatten().next() else {
        return Ok(());
    };
    if !given.wasi {
        return Ok(());
    }
    let guest = guest.display();
    let text = format!(
        "manifest.allowed_paths has \"{host}\", and there are no directories of a disk here: give \"{guest}\" by PluginBuilder::with_directory"
    );
    Err(Error::new(Code::InvalidManifest, text))
}

impl std::fmt::Debug for CompiledPlugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompiledPlugin")
            .field("modules", &self.modules.names().collect::<Vec<_>>())
            .field("functions", &self.functions)
            .finish_non_exhaustive()
    }
}
