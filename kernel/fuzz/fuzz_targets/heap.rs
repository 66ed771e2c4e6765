//! Arbitrary operations of a well-behaved plug-in and its host, against the model.

#![no_main]

use extism_web_kernel::testing::{model, op::Op};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let ops = Op::sequence(bytes);
    model::run::<2048>(&ops, 3);
    model::run::<{ 256 << 10 }>(&ops, 6);
});
