//! Arbitrary operations of a well-behaved plug-in and its host, against the model.

#![no_main]

use extism_web_kernel::testing::{model, op::Op};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| model::run(&Op::sequence(bytes), 3));
