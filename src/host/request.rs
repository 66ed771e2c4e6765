//! Requests by `fetch`. Where a call cannot wait for `fetch`, the runtime may have a function that answers at once.

use js_sys::{Array, Function, JsString, Reflect, Uint8Array};
use wasm_bindgen::JsValue;

use super::http::Http;
use super::url::Url;
use crate::error::{js_message, Code, Error, Result};
use crate::fetch::{fetch, fetched, init};
use crate::fields::Fields;
use crate::js::{parse_json, property, set};
use crate::response::{settled, Asked, Response};

/// A request as a plug-in asks for it.
pub struct Request {
    pub(crate) url: Url,
    pub(crate) method: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Uint8Array,
    /// What answers it at once. `None` for `fetch`.
    pub(crate) sync_fetch: Option<Function>,
}

impl Request {
    pub(crate) fn parse(json: &JsString, body: Uint8Array) -> Result<Self> {
        let bad =
            |why: String| Error::new(Code::Http, format!("http_request was given a bad request: {why}"));
        let value = parse_json(json).map_err(|cause| bad(js_message(&cause)))?;
        let fields = Fields::new("request".into(), &value, Code::Http)?;
        let url = fields.string("url")?.ok_or_else(|| bad("it has no url".into()))?;
        let url = Url::new(&url, &JsValue::UNDEFINED)
            .map_err(|_| bad(format!("\"{url}\" is not an absolute URL")))?;
        let headers = match fields.string_map("headers")? {
            Some(headers) => headers,
            // What older PDKs call it.
            None => fields.string_map("header")?.unwrap_or_default(),
        };
        let method = fields.string("method")?.filter(|method| !method.is_empty());
        let method = method.map_or_else(|| "GET".into(), |method| method.to_ascii_uppercase());
        Ok(Self {
            url,
            method,
            headers,
            body,
            sync_fetch: None,
        })
    }

    /// Sends it. `redirect` is what `fetch` shall do about redirects.
    pub(crate) async fn send(&self, http: &Http, redirect: &str) -> Result<Response> {
        let response = match self.ask(http, redirect) {
            Ok(response) if self.sync_fetch.is_some() => Ok(Response(response)),
            Ok(promise) => fetched(settled(&promise).await),
            Err(cause) => Err(cause),
        };
        response.map_err(|cause| {
            let what = format!("HTTP request to \"{}\"", self.url.part("href"));
            Error::because(Code::Http, &what, " failed", cause)
        })
    }

    /// The response, or a promise of it.
    fn ask(&self, http: &Http, redirect: &str) -> Asked<JsValue> {
        let init = init(&self.method, &self.headers)?;
        set(&init, "redirect", &redirect.into())?;
        if self.body.length() > 0 && !matches!(self.method.as_str(), "GET" | "HEAD") {
            set(&init, "body", &self.body)?;
        }
        let url = property(&self.url, "href");
        let Some(function) = &self.sync_fetch else {
            return fetch(&http.fetch, &url, &init);
        };
        let (limit, timeout) = (http.max_response_bytes as f64, http.timeout_ms as f64);
        let arguments = Array::of4(&url, &init, &limit.into(), &timeout.into());
        Reflect::apply(function, &JsValue::UNDEFINED, &arguments)
    }
}
