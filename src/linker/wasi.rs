//! The WASI preview 1 of one instance. The implementation is a library's, chosen by the JavaScript side.

use std::rc::Rc;

use js_sys::Object;
use wasm_bindgen::prelude::*;

use crate::convert::get;
use crate::error::{Code, Error};
use crate::host::{Host, Returned};

/// The import module of WASI preview 1.
pub(crate) const WASI: &str = "wasi_snapshot_preview1";

#[wasm_bindgen]
extern "C" {
    /// What the JavaScript side makes for each instance.
    type Context;
    #[wasm_bindgen(method, getter)]
    fn imports(this: &Context) -> JsValue;
    /// Gives the implementation the instance's memory.
    #[wasm_bindgen(method, catch)]
    fn bind(this: &Context, exports: &Object) -> Result<(), JsValue>;
    #[wasm_bindgen(method)]
    fn close(this: &Context);
}

pub(crate) struct Wasi {
    context: Context,
    /// `proc_exit` ends the call: it throws through the guest.
    exit: Closure<dyn Fn(i32) -> Returned<()>>,
}

impl Wasi {
    pub(crate) fn new(host: &Rc<Host>) -> Result<Self, JsValue> {
        let context = match &host.bridge {
            Some(bridge) => bridge.wasi()?.unchecked_into(),
            None => return Err(JsValue::UNDEFINED),
        };
        let host = host.clone();
        let exit = Closure::<dyn Fn(i32) -> Returned<()>>::new(move |code| {
            let text = format!("Plugin error: the plug-in exited with code {code}");
            host.throw(Err(Error::new(Code::ExitCode, text).with_exit_code(code)))
        });
        Ok(Self { context, exit })
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
