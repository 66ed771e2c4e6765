//! `fetch`: the application's own, or the global one.

use js_sys::{Array, Function, Object, TypeError};
use wasm_bindgen::{JsCast, JsValue};

use crate::js::{property, set};
use crate::response::{Asked, Response};
use crate::values::describe;

/// The start of what `fetch` takes as its second argument.
pub(crate) fn init(method: &str, headers: &[(String, String)]) -> Asked<Object> {
    let list = Array::new();
    for (name, value) in headers {
        list.push(&Array::of2(&name.into(), &value.into()));
    }
    let init = Object::new();
    set(&init, "method", &method.into())?;
    set(&init, "headers", &list)?;
    Ok(init)
}

/// What it gives, a promise of a response.
#[inline(never)]
pub(crate) fn fetch(own: &Option<Function>, url: &JsValue, init: &JsValue) -> Asked<JsValue> {
    let global = js_sys::global();
    let function = match own {
        Some(function) => function.clone(),
        None => property(&global, "fetch")
            .dyn_into()
            .map_err(|_| TypeError::new("this runtime has no fetch"))?,
    };
    function.call2(&global, url, init)
}

/// What that promise comes to.
pub(crate) fn fetched(given: Asked<JsValue>) -> Asked<Response> {
    let given = given?;
    Response::of(&given).ok_or_else(|| {
        let text = format!("fetch gave no Response but {}", describe(&given));
        TypeError::new(&text).into()
    })
}
