//! Waiting for a time.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use js_sys::Promise;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(function: &JsValue, ms: f64) -> JsValue;
    #[wasm_bindgen(js_name = clearTimeout)]
    fn clear_timeout(timer: &JsValue);
}

/// The most that timers of JavaScript's can wait, in milliseconds; above, they do not wait at all.
const MOST_MS: f64 = 2_147_483_647.0;

/// A time that is over at some point.
pub(crate) struct Timer {
    future: Pin<Box<JsFuture>>,
    timer: JsValue,
}

impl Timer {
    pub(crate) fn new(time: Duration) -> Self {
        let ms = (time.as_secs_f64() * 1000.0).min(MOST_MS);
        let mut timer = JsValue::UNDEFINED;
        let promise = Promise::new(&mut |resolve, _| timer = set_timeout(&resolve, ms));
        Self {
            future: Box::pin(JsFuture::from(promise)),
            timer,
        }
    }

    /// Whether it is over; else the context's task is woken when it is.
    pub(crate) fn is_over(&mut self, context: &mut Context<'_>) -> bool {
        self.future.as_mut().poll(context).is_ready()
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        clear_timeout(&self.timer);
    }
}
