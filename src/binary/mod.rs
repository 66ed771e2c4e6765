//! What the host must know of a module's binary form, since JavaScript does not tell: the types of imported functions,
//! and the limits of memories.

mod encode;
mod limits;
mod sections;
mod signatures;
#[cfg(test)]
mod tests;

pub(crate) use encode::{section, write_leb, write_name, write_type, MAGIC};
pub(crate) use limits::cap_memories;
pub(crate) use signatures::{read as signatures, Signature, Signatures, ValType};
