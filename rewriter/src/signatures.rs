//! The types of the functions that a module imports.

use super::encode::FUNCTION;
use super::sections::{sections, Bytes, Reader, IMPORTS, TYPES};

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValType {
    /// A number of 32 bits.
    I32,
    /// A number of 64 bits.
    I64,
    /// A floating-point number of 32 bits.
    F32,
    /// A floating-point number of 64 bits.
    F64,
    /// A reference or a vector, by its encoding.
    Other(u8),
}

impl ValType {
    fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            0x7f => Self::I32,
            0x7e => Self::I64,
            0x7d => Self::F32,
            0x7c => Self::F64,
            0x7b | 0x70 | 0x6f => Self::Other(byte),
            _ => return None,
        })
    }

    /// Its encoding.
    pub fn byte(self) -> u8 {
        match self {
            Self::I32 => 0x7f,
            Self::I64 => 0x7e,
            Self::F32 => 0x7d,
            Self::F64 => 0x7c,
            Self::Other(byte) => byte,
        }
    }
}

/// The type of a function.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// What it takes.
    pub params: Vec<ValType>,
    /// What it gives.
    pub results: Vec<ValType>,
}

/// The types of the functions that a module imports, in the order of the imports.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures(pub Vec<Signature>);

impl Signatures {
    /// The form in which they go elsewhere: of each the parameters and the results by their encodings, a 0 after either.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for values in self
            .0
            .iter()
            .flat_map(|signature| [&signature.params, &signature.results])
        {
            out.extend(values.iter().map(|value| value.byte()));
            out.push(0);
        }
        out
    }

    /// `None` for anything else than `to_bytes` gives.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut found = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            found.push(Signature {
                params: values_before_0(&mut rest)?,
                results: values_before_0(&mut rest)?,
            });
        }
        Some(Self(found))
    }
}

fn values_before_0(rest: &mut &[u8]) -> Option<Vec<ValType>> {
    let end = rest.iter().position(|byte| *byte == 0)?;
    let (values, after) = rest.split_at(end);
    *rest = &after[1..];
    values_of(values)
}

/// The types of values by their encodings.
fn values_of(bytes: &[u8]) -> Option<Vec<ValType>> {
    bytes.iter().map(|byte| ValType::from_byte(*byte)).collect()
}

/// Reads the types of a module's imported functions; `None` when it uses forms that are not understood here.
pub fn signatures(module: &dyn Bytes) -> Option<Signatures> {
    let sections = sections(module);
    let content = |id| {
        sections
            .iter()
            .find(|section| section.id == id)
            .map(|section| section.content.as_slice())
    };
    let types = content(TYPES).map_or(Some(Vec::new()), types)?;
    content(IMPORTS).map_or(Some(Signatures::default()), |bytes| imports(bytes, &types))
}

pub(super) fn types(content: &[u8]) -> Option<Vec<Signature>> {
    let mut reader = Reader::new(content);
    let mut types = Vec::new();
    for _ in 0..reader.number()? {
        if reader.byte()? != FUNCTION {
            return None;
        }
        let mut values = || values_of(reader.vector()?);
        types.push(Signature {
            params: values()?,
            results: values()?,
        });
    }
    Some(types)
}

pub(super) fn imports(content: &[u8], types: &[Signature]) -> Option<Signatures> {
    let mut reader = Reader::new(content);
    let mut found = Vec::new();
    for _ in 0..reader.number()? {
        // Of module and name; the engine lists them.
        reader.vector()?;
        reader.vector()?;
        match reader.byte()? {
            0 => {
                let index = usize::try_from(reader.number()?).ok()?;
                found.push(types.get(index)?.clone());
            }
            1 => {
                ValType::from_byte(reader.byte()?)?;
                limits(&mut reader)?;
            }
            2 => limits(&mut reader)?,
            3 => {
                ValType::from_byte(reader.byte()?)?;
                reader.byte()?;
            }
            4 => {
                reader.byte()?;
                reader.number()?;
            }
            _ => return None,
        }
    }
    Some(Signatures(found))
}

/// Passes over the limits of a table or memory.
fn limits(reader: &mut Reader) -> Option<()> {
    let flags = reader.byte()?;
    reader.number()?;
    if flags & 1 != 0 {
        reader.number()?;
    }
    Some(())
}
