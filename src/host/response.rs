//! Responses: the body within a limit.

use js_sys::Uint8Array;

use super::policy::Limit;
use crate::error::{Code, Error, Result};
use crate::response::Response;

/// The body's chunks. Stops reading as soon as there are more bytes than allowed. `url` is what was asked for.
pub(crate) async fn read_body(url: &str, response: &Response, limit: u64) -> Result<Vec<Uint8Array>> {
    let mut limit = Limit::new(limit);
    let mut within = Ok(());
    let mut chunks = Vec::new();
    let read = response.read(|bytes| {
        within = limit.add(bytes.length().into(), url);
        chunks.push(bytes);
        within.is_ok()
    });
    let read = read.await;
    within?;
    read.map_err(|cause| {
        let what = format!("HTTP response from \"{url}\"");
        Error::because(Code::Http, &what, " broke off", cause)
    })?;
    Ok(chunks)
}
