//! The WASI preview 1 of one instance. The implementation is the face's.

use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::error::{Code, Error};
use crate::face::WasiContext;
use crate::host::{Host, Returned};
use crate::js::get;

/// The import module of WASI preview 1.
pub const WASI: &str = "wasi_snapshot_preview1";

pub(crate) struct Wasi {
    context: WasiContext,
    /// `proc_exit` ends the call: it throws through the guest.
    exit: Closure<dyn Fn(i32) -> Returned<()>>,
}

impl Wasi {
    /// `None` when WASI is off.
    pub(crate) fn new(host: &Rc<Host>) -> Result<Option<Self>, JsValue> {
        let Some(context) = host.face.wasi()? else {
            return Ok(None);
        };
        let host = host.clone();
        let exit = Closure::<dyn Fn(i32) -> Returned<()>>::new(move |code| {
            let text = format!("Plugin error: the plug-in exited with code {code}");
            host.throw(Err(Error::new(Code::ExitCode, text).with_exit_code(code)))
        });
        Ok(Some(Self { context, exit }))
    }

    pub(crate) fn import(&self, name: &str) -> Result<JsValue, JsValue> {
        match name {
            "proc_exit" => Ok(self.exit.as_ref().clone()),
            _ => get(&self.context.imports(), name),
        }
    }

    /// All imports there are, for the planning of links.
    pub(crate) fn imports(&self) -> JsValue {
        self.context.imports()
    }

    pub(crate) fn bind(&self, exports: &Object) -> Result<(), JsValue> {
        self.context.bind(exports)
    }
}

impl Drop for Wasi {
    fn drop(&mut self) {
        self.context.close();
    }
}
