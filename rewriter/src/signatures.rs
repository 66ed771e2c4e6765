//! The types of the functions that a module imports.

use super::encode::{section, write_leb, write_name, write_type, FUNCTION};
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

/// The types of a module's imported functions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signatures(Vec<(String, String, Signature)>);

impl Signatures {
    /// The types of the function of that name imported from `module`, which may be imported more than once.
    pub fn of<'a, 'n>(
        &'a self,
        module: &'n str,
        name: &'n str,
    ) -> impl Iterator<Item = &'a Signature> + use<'a, 'n> {
        let found = self
            .0
            .iter()
            .filter(move |(from, function, _)| from == module && function == name);
        found.map(|(_, _, signature)| signature)
    }
}

impl Signatures {
    /// The form in which they go to another thread: a section of types and one of imports, a type for each import.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (mut types, mut imports, mut out) = (Vec::new(), Vec::new(), Vec::new());
        write_leb(&mut types, self.0.len() as u64);
        write_leb(&mut imports, self.0.len() as u64);
        for (index, (module, name, signature)) in self.0.iter().enumerate() {
            write_type(&mut types, &signature.params, &signature.results);
            write_name(&mut imports, module);
            write_name(&mut imports, name);
            imports.push(0);
            write_leb(&mut imports, index as u64);
        }
        section(&mut out, TYPES, &types);
        section(&mut out, IMPORTS, &imports);
        out
    }

    /// `None` for anything else than `to_bytes` gives.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader::new(bytes);
        let mut content = |id| (reader.byte()? == id).then(|| reader.vector())?;
        let (type_section, import_section) = (content(TYPES)?, content(IMPORTS)?);
        let whole = reader.byte().is_none();
        imports(import_section, &types(type_section)?).filter(|_| whole)
    }
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
        let mut values = || {
            reader
                .vector()?
                .iter()
                .map(|byte| ValType::from_byte(*byte))
                .collect::<Option<Vec<_>>>()
        };
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
        let (module, name) = (reader.name()?.to_owned(), reader.name()?.to_owned());
        match reader.byte()? {
            0 => {
                let index = usize::try_from(reader.number()?).ok()?;
                found.push((module, name, types.get(index)?.clone()));
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
