//! The SHA-256 that a manifest may demand of a module.

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::error::{Code, Error, Result};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"])]
    fn digest(algorithm: &str, data: &Uint8Array) -> std::result::Result<Promise, JsValue>;
}

/// A hash as the manifest has it: in lower case, and as it was written. What is no SHA-256 matches nothing.
pub(crate) struct Hash {
    digits: String,
    written: String,
}

impl Hash {
    pub(crate) fn new(written: String) -> Self {
        Self {
            digits: written.to_ascii_lowercase(),
            written,
        }
    }

    pub(crate) fn digits(&self) -> &str {
        &self.digits
    }

    /// Fails unless the bytes have this hash.
    pub(crate) async fn check(&self, bytes: &Uint8Array) -> Result<()> {
        let digest = match digest("SHA-256", bytes) {
            Ok(promise) => JsFuture::from(promise).await,
            Err(cause) => Err(cause),
        };
        // Browsers have no crypto.subtle on pages that were not loaded securely.
        let digest = digest.map_err(|cause| {
            Error::because(Code::Unsupported, "the hash", " cannot be checked here", cause)
        })?;
        let actual: String = Uint8Array::new(&digest)
            .to_vec()
            .iter()
            .map(|byte| format!("{:02x}", u64::from(*byte)))
            .collect();
        if actual == self.digits {
            return Ok(());
        }
        let text = format!(
            "Plugin error: hash mismatch. Expected: {}. Actual: {actual}",
            self.written
        );
        Err(Error::new(Code::HashMismatch, text))
    }
}
