//! A guest's own start-up, run once after its module is instantiated.

use js_sys::{Function, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::js::get;

fn export(exports: &Object, name: &str) -> Option<Function> {
    get(exports, name).ok()?.dyn_into().ok()
}

/// Runs what the module's toolchain wants run first: a reactor's `_initialize`, else C++ constructors; then Haskell's
/// runtime; a command's `_start` where it is not WASI's to run. Returns what the guest threw.
pub(crate) fn start(exports: &Object, uses_wasi: bool) -> Result<(), JsValue> {
    let none = JsValue::UNDEFINED;
    let initialize = export(exports, "_initialize");
    let command = export(exports, "_start").filter(|_| !uses_wasi);
    if let Some(first) = initialize
        .clone()
        .or_else(|| export(exports, "__wasm_call_ctors"))
    {
        // A command calls its constructors itself.
        if initialize.is_some() || command.is_none() {
            first.call0(&none)?;
        }
    }
    if let Some(haskell) = export(exports, "hs_init") {
        haskell.call2(&none, &0.into(), &0.into())?;
    } else if let (None, Some(command)) = (initialize, command) {
        command.call0(&none)?;
    }
    Ok(())
}
