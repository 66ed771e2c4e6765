//! Responses: the body within a limit, and the headers.

use js_sys::{Array, Object, Promise, Uint8Array, JSON};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::policy::Limit;
use crate::error::{Code, Error, Result};
use crate::js::set;

#[wasm_bindgen]
extern "C" {
    /// The reader of a response's body.
    type BodyReader;
    #[wasm_bindgen(method)]
    fn read(this: &BodyReader) -> Promise;
    #[wasm_bindgen(method)]
    fn cancel(this: &BodyReader) -> Promise;

    type Chunk;
    #[wasm_bindgen(method, getter)]
    fn done(this: &Chunk) -> bool;
    #[wasm_bindgen(method, getter)]
    fn value(this: &Chunk) -> Uint8Array;

    /// What `syncFetch` gives: what is used of a `Response`, without a stream.
    type ReadResponse;
    /// The body's bytes, as far as they were read.
    #[wasm_bindgen(method, getter)]
    fn chunks(this: &ReadResponse) -> Option<Array>;
    /// What broke the body off; `undefined` when nothing did.
    #[wasm_bindgen(method, getter)]
    fn failure(this: &ReadResponse) -> JsValue;
}

/// Lets go of a response that nobody will read.
pub(crate) fn discard(response: &Response) {
    if let Some(body) = response.body() {
        give_up(body.cancel());
    }
}

/// Nobody waits for the end of a connection that is given up, or wants to know how it went.
fn give_up(cancelled: Promise) {
    drop(JsFuture::from(cancelled));
}

/// The body's chunks. Stops reading as soon as there are more bytes than allowed. `url` is what was asked for.
pub(crate) async fn read_body(url: &str, response: &Response, limit: u64) -> Result<Vec<Uint8Array>> {
    let failed = |cause: JsValue| {
        let what = format!("HTTP response from \"{url}\"");
        Error::because(Code::Http, &what, " broke off", cause)
    };
    let mut chunks = Chunks {
        url,
        limit: Limit::new(limit),
        chunks: Vec::new(),
    };
    let Some(body) = response.body() else {
        let read: &ReadResponse = response.unchecked_ref();
        for bytes in read.chunks().unwrap_or_default().iter() {
            chunks.push(bytes.unchecked_into())?;
        }
        let failure = read.failure();
        return if failure.is_undefined() {
            Ok(chunks.chunks)
        } else {
            Err(failed(failure))
        };
    };
    let reader: BodyReader = body.get_reader().unchecked_into();
    loop {
        let chunk: Chunk = JsFuture::from(reader.read())
            .await
            .map_err(failed)?
            .unchecked_into();
        if chunk.done() {
            return Ok(chunks.chunks);
        }
        if let Err(error) = chunks.push(chunk.value()) {
            give_up(reader.cancel());
            return Err(error);
        }
    }
}

/// A body's bytes, within a limit.
struct Chunks<'a> {
    url: &'a str,
    limit: Limit,
    chunks: Vec<Uint8Array>,
}

impl Chunks<'_> {
    fn push(&mut self, bytes: Uint8Array) -> Result<()> {
        self.limit.add(bytes.length().into(), self.url)?;
        self.chunks.push(bytes);
        Ok(())
    }
}

/// The headers as a JSON object with lower-case names, which is what iterating over them gives. Cookies come one by one, and
/// would leave the last alone.
pub(crate) fn headers_json(response: &Response) -> Result<String> {
    const COOKIES: &str = "set-cookie";
    let headers = response.headers();
    let object = Object::from_entries(&Array::from(&headers)).map_err(Error::thrown)?;
    if let Ok(Some(all)) = headers.get(COOKIES) {
        set(&object, COOKIES, &all.into()).map_err(Error::thrown)?;
    }
    let json = JSON::stringify(&object).map_err(Error::thrown)?;
    Ok(json.into())
}
