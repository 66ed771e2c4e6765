//! `http_request`, `http_status_code` and `http_headers`: requests to allowed hosts only.

use std::rc::Rc;

use js_sys::{BigInt, Promise, Uint8Array, JSON};
use wasm_bindgen::closure::Closure;

use super::{take_both, Import};
use crate::error::{Code, Error, Result};
use crate::future::{poll_once, promise_of};
use crate::host::redirect::Redirects;
use crate::host::request::Request;
use crate::host::response::read_body;
use crate::host::suspend::{self, Suspender};
use crate::host::Host;
use crate::values::decode;

/// `http_request`, `http_status_code`, or else `http_headers`.
pub(crate) fn import(host: Rc<Host>, name: &str) -> Import {
    match name {
        "http_request" => Import::new(Closure::<dyn Fn(u64, u64) -> _>::new(move |ask, body| {
            host.throw(http_request(&host, ask, body))
        })),
        "http_status_code" => Import::new(Closure::<dyn Fn() -> i32>::new(move || host.http.status())),
        _ => Import::new(Closure::<dyn Fn() -> _>::new(move || {
            host.throw(http_headers(&host))
        })),
    }
}

/// The request behind the handles that a plug-in passes, if it may be made.
pub fn asked(host: &Host, request: u64, body: u64) -> Result<Request> {
    let (json, body) = take_both(host, "http_request", request, body)?;
    let request = Request::parse(&decode(&json)?, body)?;
    host.http.begin();
    host.http.check(&request.url)?;
    Ok(request)
}

fn http_request(host: &Rc<Host>, request: u64, body: u64) -> Result<u64> {
    let mut request = asked(host, request, body)?;
    let cannot_wait = || suspend::cannot_wait("http_request", host.face.terms());
    let able = |suspender: &&Suspender| suspender.check("http_request").is_ok();
    let Some(suspender) = host.suspender.as_ref().filter(able) else {
        request.sync_fetch = Some(host.http.sync_fetch().ok_or_else(cannot_wait)?);
        return poll_once(perform(host, request)).unwrap_or_else(|| Err(cannot_wait()));
    };
    suspender
        .suspend("http_request", performed(host, request))
        .map(|()| 0)
}

/// Makes the request; a promise of the handle of its response's body.
pub fn performed(host: &Rc<Host>, request: Request) -> Promise {
    let host = host.clone();
    promise_of(Box::pin(async move {
        let handle = host.throw(perform(&host, request).await)?;
        Ok(BigInt::from(handle).into())
    }))
}

async fn perform(host: &Host, request: Request) -> Result<u64> {
    let http = &host.http;
    let url = request.url.part("href");
    let response = Redirects::new(http).follow(request).await?;
    let body = read_body(&url, &response, http.max_response_bytes).await?;
    http.remember(response.status().into(), || {
        let failed = |cause| Error::because(Code::Http, "the headers", " could not be read", cause);
        let json = response.headers().and_then(|headers| JSON::stringify(&headers));
        Ok(json.map_err(failed)?.into())
    })?;
    host.kernel.store_all("an HTTP response", &body)
}

/// What the plug-in is told of the last response's headers.
pub fn http_headers(host: &Host) -> Result<u64> {
    match host.http.headers() {
        Some(json) => host
            .kernel
            .store("the HTTP headers", &Uint8Array::from(json.as_bytes())),
        None => Ok(0),
    }
}
