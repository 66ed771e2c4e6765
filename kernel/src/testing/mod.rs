//! What the unit tests, the property tests and the fuzzer share. Not part of the kernel.

pub mod hostile;
pub mod model;
pub mod op;
pub mod random;
pub mod vec_memory;

#[cfg(test)]
mod heap_tests;
#[cfg(test)]
mod properties;
