//! A guest's own start-up, run once after its module is instantiated.

use js_sys::{Function, Object};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// An instance's exports. Getters, as a name that crosses over takes longer than what it names.
    type Exports;
    #[wasm_bindgen(method, getter, js_name = _initialize)]
    fn initialize(this: &Exports) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = _start)]
    fn command(this: &Exports) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = __wasm_call_ctors)]
    fn constructors(this: &Exports) -> JsValue;
    #[wasm_bindgen(method, getter, js_name = hs_init)]
    fn haskell(this: &Exports) -> JsValue;
}

fn function(export: JsValue) -> Option<Function> {
    export.dyn_into().ok()
}

/// Runs what the module's toolchain wants run first: a reactor's `_initialize`, else C++ constructors; then Haskell's
/// runtime; a command's `_start` where it is not WASI's to run. Returns what the guest threw.
pub(crate) fn start(exports: &Object, uses_wasi: bool) -> Result<(), JsValue> {
    let none = JsValue::UNDEFINED;
    let exports: &Exports = exports.unchecked_ref();
    let initialize = function(exports.initialize());
    let command = function(exports.command()).filter(|_| !uses_wasi);
    if let Some(first) = initialize.clone().or_else(|| function(exports.constructors())) {
        // A command calls its constructors itself.
        if initialize.is_some() || command.is_none() {
            first.call0(&none)?;
        }
    }
    if let Some(haskell) = function(exports.haskell()) {
        haskell.call2(&none, &0.into(), &0.into())?;
    } else if let (None, Some(command)) = (initialize, command) {
        command.call0(&none)?;
    }
    Ok(())
}
