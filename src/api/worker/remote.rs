//! A plug-in in a worker.

use std::rc::Rc;

use js_sys::{Array, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::context::{PackageContext, PackageOutput};
use super::package::WorkerPackage;
use crate::api::access::Access;
use crate::api::call::{Calls, Running};
use crate::api::compiled::CompiledPlugin;
use crate::api::face::check;
use crate::api::wrapped::{Closures, Wrapped};
use crate::compiled::Compiled;
use crate::error::{Code, Error, Result};
use crate::js::{get, set};
use crate::linker::signature;
use crate::logger::LoggerObject;
use crate::rows::exports;
use crate::values::{dictionary, object};

#[wasm_bindgen]
extern "C" {
    /// `Plugin` of the npm package.
    type PackagePlugin;
    #[wasm_bindgen(method)]
    fn call(
        this: &PackagePlugin,
        name: &str,
        input: &Uint8Array,
        context: &JsValue,
        options: &JsValue,
    ) -> Promise;
    #[wasm_bindgen(method)]
    fn close(this: &PackagePlugin) -> Promise;
}

/// What the application has of it.
pub(crate) struct Remote {
    plugin: PackagePlugin,
    calls: Rc<Calls>,
    /// The names of the functions that it exports.
    functions: Vec<String>,
    /// What the plug-in calls on this thread.
    _closures: Closures,
    _logger: LoggerObject,
}

impl Remote {
    pub(crate) async fn start(
        package: &WorkerPackage,
        compiled: &CompiledPlugin,
        calls: &Rc<Calls>,
    ) -> Result<Self> {
        let CompiledPlugin {
            modules,
            given,
            functions,
            options,
            ..
        } = compiled;
        if given.output.is_some() {
            let text = "PluginBuilder::with_wasi_output: what a plug-in in a worker prints cannot be had line by line";
            return Err(Error::new(Code::Unsupported, text));
        }
        let closures = Closures::default();
        let imports = dictionary();
        for function in functions.iter() {
            check(function, signature(modules, function.module(), function.name()))?;
            let wrapped = Wrapped::new(function, calls, true);
            let count = function.params().len() + 1;
            let import = closures.import(count, move |args| {
                let (context, args) = args.split_first().ok_or(JsValue::UNDEFINED)?;
                let context: PackageContext = context.clone().unchecked_into();
                wrapped.call(|_| Access::Worker(context), args)
            });
            let namespace = match get(&imports, function.module()) {
                Ok(known) if known.is_object() => known,
                _ => dictionary().into(),
            };
            set(&namespace, function.name(), &import).map_err(Error::thrown)?;
            set(&imports, function.module(), &namespace).map_err(Error::thrown)?;
        }
        let paths = dictionary();
        for (guest, directory) in &given.paths {
            set(&paths, guest, directory).map_err(Error::thrown)?;
        }
        let logger = options.logger.to_object()?;
        let options = object(&[
            ("runInWorker", Some(true.into())),
            ("useWasi", Some(given.wasi.into())),
            ("allowedPaths", given.wasi.then(|| paths.into())),
            ("functions", Some(imports.into())),
            (
                "allowHttpResponseHeaders",
                Some(given.http_response_headers.into()),
            ),
            ("logger", logger.value.clone()),
            ("logLevel", Some(options.logger.level().name().into())),
            ("fetch", given.fetch.clone().map(JsValue::from)),
        ])?;
        let created = package.create_plugin(&manifest(modules)?, &options).await;
        let plugin = created.map_err(|thrown| failure(calls, thrown))?;
        calls.can_stop();
        Ok(Self {
            plugin: plugin.unchecked_into(),
            calls: calls.clone(),
            functions: functions_of(modules)?,
            _closures: closures,
            _logger: logger,
        })
    }

    pub(crate) async fn call(
        &self,
        _running: Running,
        name: &str,
        input: &Uint8Array,
    ) -> Result<Option<Uint8Array>> {
        let controller = AbortController::new().map_err(Error::thrown)?;
        let options = object(&[("signal", Some(controller.signal().into()))])?;
        self.calls.stop_by(move || controller.abort());
        let called = self.plugin.call(name, input, &JsValue::UNDEFINED, &options);
        let output = JsFuture::from(called)
            .await
            .map_err(|thrown| failure(&self.calls, thrown))?;
        let output: Option<PackageOutput> = (!output.is_null()).then(|| output.unchecked_into());
        Ok(output.map(|output| output.bytes()))
    }

    pub(crate) fn function_exists(&self, name: &str) -> bool {
        self.functions.iter().any(|known| known == name)
    }

    /// Ends it, with a call that runs.
    pub(crate) fn close(&self) {
        // How closing went is nobody's concern any more.
        drop(JsFuture::from(self.plugin.close()));
    }
}

/// The failure behind what the package threw.
fn failure(calls: &Calls, thrown: JsValue) -> Error {
    calls
        .take_thrown(&thrown)
        .unwrap_or_else(|| Error::of_package(thrown))
}

/// The modules, which are compiled, and the settings.
fn manifest(compiled: &Compiled) -> Result<JsValue> {
    let modules = Array::new();
    for module in &*compiled.modules {
        modules.push(&object(&[
            ("name", Some(module.name.as_str().into())),
            ("module", Some(module.module.clone().into())),
        ])?);
    }
    let manifest: Object = compiled.settings.to_js()?.unchecked_into();
    set(&manifest, "wasm", &modules).map_err(Error::thrown)?;
    Ok(manifest.into())
}

fn functions_of(compiled: &Compiled) -> Result<Vec<String>> {
    let rows = exports(&compiled.modules[compiled.main()].module)?;
    let functions = rows.into_iter().filter(|row| row.kind == "function");
    Ok(functions.map(|row| row.name).collect())
}
