//! A `Response`, of the engine's class or of one like it.

use js_sys::{Array, Function, Object, Promise, TypeError, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::js::{array_of, get, is_array, method, property, set, text_property};
use crate::values::{bytes_of, class_name};

/// What was asked of somebody else's object. It may throw wherever it is looked at, and what is not caught here leaves a future without
/// an end.
pub(crate) type Asked<T> = std::result::Result<T, JsValue>;

/// What a method of that name gives.
#[inline(never)]
fn ask(object: &JsValue, name: &str) -> Asked<JsValue> {
    // What is no function cannot be called.
    get(object, name)?.unchecked_into::<Function>().call0(object)
}

/// Lets go of what nobody will read. Nobody waits for the end of a connection that is given up, or wants to know how it went.
#[inline(never)]
fn give_up(body: &JsValue) {
    if let Ok(cancelled) = ask(body, "cancel") {
        drop(settled(&cancelled));
    }
}

/// Text that there is none of, or that throws, is empty; such a status is 0.
#[derive(Clone)]
pub(crate) struct Response(pub(crate) JsValue);

impl Response {
    /// `None` for what is none by its own account.
    pub(crate) fn of(value: &JsValue) -> Option<Self> {
        (class_name(value) == "Response").then(|| Self(value.clone()))
    }

    pub(crate) fn text(&self, name: &str) -> String {
        text_property(&self.0, name)
    }

    pub(crate) fn url(&self) -> String {
        self.text("url")
    }

    #[inline(never)]
    pub(crate) fn status(&self) -> u16 {
        property(&self.0, "status").as_f64().unwrap_or_default() as u16
    }

    /// Whether somebody began to read the body.
    pub(crate) fn is_used(&self) -> bool {
        property(&self.0, "bodyUsed").is_truthy()
    }

    #[inline(never)]
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let headers = property(&self.0, "headers");
        let header = method(&headers, "get")?.call1(&headers, &name.into());
        header.ok()?.as_string()
    }

    /// The headers with lower-case names, which is what iterating over them gives. Cookies come one by one, and would leave the last
    /// alone.
    pub(crate) fn headers(&self) -> Asked<Object> {
        const COOKIES: &str = "set-cookie";
        let entries = array_of(&property(&self.0, "headers"))?;
        let object = Object::from_entries(&entries)?;
        if let Some(all) = self.header(COOKIES) {
            set(&object, COOKIES, &all.into())?;
        }
        Ok(object)
    }

    /// Lets go of the body.
    pub(crate) fn discard(&self) {
        give_up(&property(&self.0, "body"));
    }

    /// A promise of all of the body, for `bytes`.
    pub(crate) fn whole(&self) -> Asked<JsValue> {
        ask(&self.0, "arrayBuffer")
    }

    /// The body bit by bit, as long as `take` returns `true`.
    pub(crate) async fn read(&self, mut take: impl FnMut(Uint8Array) -> bool) -> Asked<()> {
        let body = get(&self.0, "body")?;
        if !body.is_object() {
            // What `syncFetch` of the JavaScript side read of a response, and what broke the body off.
            let chunks = property(&self.0, "chunks");
            if is_array(&chunks) {
                for chunk in chunks.unchecked_ref::<Array>().iter() {
                    if !take(chunk.unchecked_into()) {
                        break;
                    }
                }
            }
            let failure = property(&self.0, "failure");
            return if failure.is_undefined() {
                Ok(())
            } else {
                Err(failure)
            };
        }
        // Streams of other libraries have no reader, and are read whole.
        let has_reader = method(&body, "getReader").is_some();
        let (source, next) = if has_reader {
            (ask(&body, "getReader")?, "read")
        } else {
            (self.0.clone(), "arrayBuffer")
        };
        loop {
            let mut chunk = settled(&ask(&source, next)?).await?;
            if has_reader {
                if property(&chunk, "done").is_truthy() {
                    return Ok(());
                }
                chunk = property(&chunk, "value");
            }
            let taken = bytes(chunk).map(&mut take);
            if !(has_reader && matches!(taken, Ok(true))) {
                give_up(&source);
                return taken.map(drop);
            }
        }
    }
}

#[inline(never)]
pub(crate) fn bytes(value: JsValue) -> Asked<Uint8Array> {
    bytes_of(&value).ok_or_else(|| TypeError::new("the body is not bytes").into())
}

/// What a value comes to, which may be a promise.
#[inline(never)]
pub(crate) fn settled(value: &JsValue) -> JsFuture {
    JsFuture::from(Promise::resolve(value))
}
