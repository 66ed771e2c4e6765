//! What a plug-in host must know of a WebAssembly module's binary form, since JavaScript does not tell, and what it changes and
//! writes there: the types of imported functions, the limits of memories, the adapter module. Bytes in, bytes out.
//!
//! What is malformed, or of a form that is not understood here, gives `None`: the engine will say what is wrong with it.

mod adapter;
mod encode;
mod limits;
#[cfg(test)]
mod noise;
#[cfg(test)]
mod random_modules;
mod sections;
mod signatures;
#[cfg(test)]
mod tests;

pub use adapter::{adapter, ENV, FLAG, PLAIN, WAIT};
pub use limits::{cap_memories, Replacement};
pub use sections::Bytes;
pub use signatures::{signatures, Signature, Signatures, ValType};
