//! Results as JSON.

use std::io;

use extism_pdk::*;
use serde::Serialize;

/// `{"ok": …}`, or the fields of a [`Failure`].
#[derive(Serialize, ToBytes)]
#[encoding(Json)]
#[serde(untagged)]
pub enum Outcome<T: Serialize> {
    /// What was asked for; null when that is nothing.
    Ok {
        /// The value.
        ok: T,
    },
    /// Why there is none.
    Err(Failure),
}

/// What WASI said.
#[derive(Serialize)]
pub struct Failure {
    /// WASI's number for it; null when Rust's standard library refused by itself.
    errno: Option<i32>,
    /// The name of the [`io::ErrorKind`].
    kind: String,
    message: String,
}

impl<T: Serialize> From<io::Result<T>> for Outcome<T> {
    fn from(result: io::Result<T>) -> Self {
        match result {
            Ok(ok) => Outcome::Ok { ok },
            Err(error) => Outcome::Err(Failure {
                errno: error.raw_os_error(),
                kind: format!("{:?}", error.kind()),
                message: error.to_string(),
            }),
        }
    }
}
