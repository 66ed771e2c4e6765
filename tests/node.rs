//! Runs the Rust suite in Node.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::panic, clippy::unwrap_used)]

mod common;
