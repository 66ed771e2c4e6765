//! Requests by `fetch`. Where a call cannot wait for `fetch`, the runtime may have a function that answers at once.

use js_sys::{Array, Function, JsString, Object, Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Response, Url};

use super::http::Http;
use crate::error::{js_message, Code, Error, Result};
use crate::fields::Fields;
use crate::js::{get, parse_json, set};
use crate::values::class_name;

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
        let url = Url::new(&url).map_err(|_| bad(format!("\"{url}\" is not an absolute URL")))?;
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
        let failed = |cause: JsValue| {
            let what = format!("HTTP request to \"{}\"", self.url.href());
            Error::because(Code::Http, &what, " failed", cause)
        };
        let init = self.init(redirect).map_err(failed)?;
        let url = JsValue::from(self.url.href());
        if let Some(function) = &self.sync_fetch {
            let (limit, timeout) = (http.max_response_bytes as f64, http.timeout_ms as f64);
            let arguments = Array::of4(&url, &init, &limit.into(), &timeout.into());
            let response = function.apply(&JsValue::UNDEFINED, &arguments);
            return Ok(response.map_err(failed)?.unchecked_into());
        }
        let response = fetch(&http.fetch, &url, &init).map_err(failed)?;
        let response = JsFuture::from(response).await.map_err(failed)?;
        if class_name(&response) != "Response" {
            return Err(failed(
                js_sys::TypeError::new("fetch did not give a Response").into(),
            ));
        }
        Ok(response.unchecked_into())
    }

    /// The second argument of `fetch`.
    fn init(&self, redirect: &str) -> std::result::Result<Object, JsValue> {
        let init = Object::new();
        let headers = Array::new();
        for (name, value) in &self.headers {
            headers.push(&Array::of2(&name.into(), &value.into()));
        }
        set(&init, "method", &self.method.as_str().into())?;
        set(&init, "headers", &headers)?;
        set(&init, "redirect", &redirect.into())?;
        if self.body.length() > 0 && !matches!(self.method.as_str(), "GET" | "HEAD") {
            set(&init, "body", &self.body)?;
        }
        Ok(init)
    }
}

/// Asks `fetch`: the application's own, or the global one.
fn fetch(own: &Option<Function>, url: &JsValue, init: &Object) -> std::result::Result<Promise, JsValue> {
    let global = js_sys::global();
    let function = match own {
        Some(function) => function.clone(),
        None => get(&global, "fetch")?.dyn_into()?,
    };
    Ok(Promise::resolve(&function.call2(&global, url, init)?))
}
