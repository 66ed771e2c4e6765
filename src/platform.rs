//! What differs between JavaScript runtimes and is handed in by the JavaScript side.

use std::cell::{Cell, RefCell};

use js_sys::WebAssembly::Module;
use js_sys::{Function, Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::error::{Code, Error, Result};

thread_local! {
    static READ_FILE: RefCell<Option<Function>> = const { RefCell::new(None) };
    static SYNC_FETCH: RefCell<Option<Function>> = const { RefCell::new(None) };
    static FETCH_SHOWS_REDIRECTS: Cell<bool> = const { Cell::new(false) };
}

/// Whether modules can be compiled here. Runtimes at the edge of a network have only those that were compiled when the program
/// was deployed.
pub fn compiles() -> bool {
    thread_local! {
        static COMPILES: bool = Module::new(&Uint8Array::from(b"\0asm\x01\0\0\0".as_slice())).is_ok();
    }
    COMPILES.with(|compiles| *compiles)
}

/// Says whether a `fetch` that is told not to follow redirects shows where they lead. In browsers it does not.
pub fn set_fetch_shows_redirects(shows: bool) {
    FETCH_SHOWS_REDIRECTS.set(shows);
}

pub fn fetch_shows_redirects() -> bool {
    FETCH_SHOWS_REDIRECTS.get()
}

/// Registers `syncFetch(url, init, limit, timeout)`, where the runtime can make a request without giving way to anything else. What
/// it takes and returns: `SyncFetch` in js/sync-fetch-types.js.
pub fn set_sync_fetch(function: Option<Function>) {
    SYNC_FETCH.with(|slot| *slot.borrow_mut() = function);
}

pub fn sync_fetch() -> Option<Function> {
    SYNC_FETCH.with(|slot| slot.borrow().clone())
}

/// Registers `readFile(pathOrFileUrl) -> Promise<Uint8Array>`, where the runtime has files.
pub fn set_read_file(function: Option<Function>) {
    READ_FILE.with(|slot| *slot.borrow_mut() = function);
}

/// Whether there are files. Where there are none, what would be a path is a URL, relative to the page or the worker's script.
pub fn has_files() -> bool {
    READ_FILE.with(|slot| slot.borrow().is_some())
}

/// The bytes of a file. `what` names it in errors.
pub async fn read_file(what: &str, path: &JsValue) -> Result<Uint8Array> {
    let Some(function) = READ_FILE.with(|slot| slot.borrow().clone()) else {
        let text = format!("{what} is a file, and there are no files here; give a URL, bytes or a Response");
        return Err(Error::new(Code::Fetch, text));
    };
    let bytes = match function.call1(&JsValue::UNDEFINED, path) {
        Ok(promise) => JsFuture::from(promise.unchecked_into::<Promise>()).await,
        Err(cause) => Err(cause),
    };
    bytes
        .map(JsValue::unchecked_into)
        .map_err(|cause| Error::because(Code::Fetch, what, " could not be read", cause))
}
