//! A guest's own start-up, run once after its module is instantiated.

use js_sys::{Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

fn export(exports: &Object, name: &str) -> Option<Function> {
    Reflect::get(exports, &name.into()).ok()?.dyn_into().ok()
}

/// Runs what the module's toolchain wants run first: a reactor's `_initialize`, else C++ constructors; Haskell's runtime
/// after that; and a WASI command's `_start`. Returns what the guest threw.
pub(crate) fn start(exports: &Object) -> Result<(), JsValue> {
    let none = JsValue::UNDEFINED;
    let initialize = export(exports, "_initialize");
    match (&initialize, export(exports, "__wasm_call_ctors")) {
        (Some(initialize), _) => drop(initialize.call0(&none)?),
        (None, Some(constructors)) if export(exports, "_start").is_none() => drop(constructors.call0(&none)?),
        _ => {}
    }
    if let Some(haskell) = export(exports, "hs_init") {
        haskell.call2(&none, &0.into(), &0.into())?;
    } else if let (None, Some(command)) = (&initialize, export(exports, "_start")) {
        command.call0(&none)?;
    }
    Ok(())
}
