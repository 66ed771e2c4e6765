//! Following redirects, so that every host on the way is an allowed one.

use wasm_bindgen::JsValue;

use super::http::Http;
use super::policy::{self, is_redirect};
use super::request::Request;
use super::url::Url;
use crate::error::{Code, Error, Result};
use crate::js::property;
use crate::platform;
use crate::response::Response;

/// As many hops as `fetch` follows by itself.
const MAX_HOPS: usize = 20;

pub(crate) struct Redirects<'a> {
    http: &'a Http,
}

impl<'a> Redirects<'a> {
    pub(crate) fn new(http: &'a Http) -> Self {
        Self { http }
    }

    /// The response at the end of all redirects.
    ///
    /// Where `fetch` shows redirects, each is checked before it is followed. Browsers follow them unseen, and only the
    /// last URL can be checked.
    pub(crate) async fn follow(&self, request: Request) -> Result<Response> {
        let shown = platform::fetch_shows_redirects();
        let redirect = if shown { "manual" } else { "follow" };
        let first = request.url.part("href");
        let mut request = request;
        for _ in 0..=MAX_HOPS {
            let response = request.send(self.http, redirect).await?;
            let url = if shown {
                location(&request.url, &response)
            } else {
                // A response made by a `fetch` of the page's own has no URL.
                Url::new(&response.url(), &JsValue::UNDEFINED).ok()
            };
            let Some(next) = url else {
                return Ok(response);
            };
            let checked = self.http.check(&next);
            if !shown && checked.is_ok() {
                return Ok(response);
            }
            response.discard();
            checked?;
            request = redirected(request, next, response.status());
        }
        Err(Error::new(
            Code::Http,
            format!("HTTP request to \"{first}\" failed: more than {MAX_HOPS} redirects"),
        ))
    }
}

/// Where a response redirects to, if it does.
fn location(base: &Url, response: &Response) -> Option<Url> {
    if !is_redirect(response.status()) {
        return None;
    }
    let location = response.header("location")?;
    Url::new(&location, &property(base, "href")).ok()
}

/// The request of the next hop.
fn redirected(mut request: Request, url: Url, status: u16) -> Request {
    let same_origin = url.part("origin") == request.url.part("origin");
    if policy::redirect(status, same_origin, &mut request.method, &mut request.headers) {
        request.body = js_sys::Uint8Array::new_with_length(0);
    }
    request.url = url;
    request
}
