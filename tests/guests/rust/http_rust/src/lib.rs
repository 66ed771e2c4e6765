//! Makes HTTP requests through the PDK.

use std::collections::BTreeMap;

use base64::{engine::general_purpose::STANDARD, Engine};
use extism_pdk::*;
use serde::{Deserialize, Serialize};

/// What to request; only the URL must be given.
#[derive(Deserialize, FromBytes)]
#[encoding(Json)]
struct Request {
    url: String,
    method: Option<String>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// Text; no body is passed to the host when it is absent.
    body: Option<String>,
}

/// What came back; serialised with the headers sorted.
#[derive(Serialize, ToBytes)]
#[encoding(Json)]
struct Response {
    status: u16,
    headers: BTreeMap<String, String>,
    /// In base64.
    body: String,
}

/// Makes the request of the input and outputs the response.
#[plugin_fn]
pub fn request(input: Request) -> FnResult<Response> {
    let Request { url, method, headers, body } = input;
    let response = http::request(&HttpRequest { url, headers, method }, body)?;
    Ok(Response {
        status: response.status_code(),
        headers: response.headers().clone().into_iter().collect(),
        body: STANDARD.encode(response.body()),
    })
}

/// Gets the URL of the input and outputs the body's bytes.
#[plugin_fn]
pub fn get(url: String) -> FnResult<Vec<u8>> {
    Ok(http::request::<()>(&HttpRequest::new(url), None)?.body())
}

/// Gets the URL of the input and outputs how many bytes the body has, as decimal text, without copying it.
#[plugin_fn]
pub fn length(url: String) -> FnResult<String> {
    Ok(http::request::<()>(&HttpRequest::new(url), None)?.as_memory().len().to_string())
}
