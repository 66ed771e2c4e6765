//! What the unit tests check of some hundreds of modules, of as many as there is time for: valid modules made of the input, and
//! the input as it is.
#![no_main]

use libfuzzer_sys::fuzz_target;

// The same checks, and not a second version of them.
extern crate extism_web_rewriter;
#[path = "../../src/noise.rs"]
mod noise;
#[path = "../../src/random_modules.rs"]
mod random_modules;
use extism_web_rewriter::{adapter, cap_memories, signatures, Replacement, Signature, Signatures, ValType};

fuzz_target!(|input: &[u8]| {
    if let Some(module) = random_modules::module(input) {
        random_modules::check(&module);
    }
    let _ = (signatures(&input), cap_memories(&input, 5), Signatures::from_bytes(input));
});
