//! A plug-in that writes anything anywhere it can.

#![no_main]

use extism_web_kernel::testing::hostile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|seed: u64| hostile::run(seed, 100));
