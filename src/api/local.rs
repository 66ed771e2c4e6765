//! A plug-in on this thread.

use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::call::{Calls, Running};
use super::compiled::CompiledPlugin;
use super::face::RustFace;
use super::wasi::Wasi;
use crate::error::Result;
use crate::guest::{Guest, Place};

/// What the application has of it.
pub(crate) struct Local {
    pub(crate) guest: Guest,
    wasi: Option<Rc<Wasi>>,
}

impl Local {
    pub(crate) async fn start(compiled: &CompiledPlugin, calls: &Rc<Calls>) -> Result<Self> {
        let CompiledPlugin {
            modules,
            options,
            given,
            functions,
            ..
        } = compiled;
        let wasi = if given.wasi {
            Some(Rc::new(Wasi::new(&given.paths, given.output.clone()).await?))
        } else {
            None
        };
        let face = Box::new(RustFace::new(calls, functions, wasi.clone()));
        let attach = |host: &Rc<_>| calls.attach(host);
        let guest = Guest::new(modules, options, face, Place::OnItsOwn, attach).await?;
        Ok(Self { guest, wasi })
    }

    /// A call that nothing has to be waited for.
    pub(crate) fn call(&self, name: &str, input: &Uint8Array) -> Result<Option<Uint8Array>> {
        self.flushed(self.guest.call_js(&name.into(), Some(input)))
    }

    /// Whether a call may have something to wait for.
    pub(crate) fn waits(&self) -> bool {
        self.guest.is_stale() || self.guest.may_suspend() || self.wasi.is_some()
    }

    /// A call that waits for whatever there is.
    pub(crate) async fn wait(
        &self,
        _running: Running,
        name: &str,
        input: &Uint8Array,
    ) -> Result<Option<Uint8Array>> {
        let name = &JsValue::from(name);
        self.guest.renew().await?;
        let result = if self.guest.may_suspend() {
            self.guest.call_waiting(name, Some(input)).await
        } else {
            self.guest.call_js(name, Some(input))
        };
        let result = self.flushed(result);
        let saved = match &self.wasi {
            Some(wasi) => wasi.saved().await,
            None => Ok(()),
        };
        // What could not be written back is tried again after the next call; the call's own error comes first.
        let output = result?;
        saved?;
        Ok(output)
    }

    /// The end of a call. Its error comes before that of a callback which is given the last of the output.
    fn flushed<T>(&self, result: Result<T>) -> Result<T> {
        let flushed = self.wasi.as_ref().map_or(Ok(()), |wasi| wasi.flush());
        let value = result?;
        flushed?;
        Ok(value)
    }
}
