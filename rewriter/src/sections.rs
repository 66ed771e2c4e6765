//! Finding a module's sections without copying the module.

/// The bytes of a module, wherever they lie. Little of a large module is read.
pub trait Bytes {
    /// How many there are.
    fn length(&self) -> u32;

    /// A copy of a range; what lies beyond the end is not part of it.
    fn part(&self, start: u32, end: u32) -> Vec<u8>;
}

impl Bytes for &[u8] {
    fn length(&self) -> u32 {
        u32::try_from(self.len()).unwrap_or(u32::MAX)
    }

    fn part(&self, start: u32, end: u32) -> Vec<u8> {
        let end = self.len().min(end as usize);
        self.get(start as usize..end).unwrap_or_default().to_vec()
    }
}

/// A reader over one section's content. Every method gives `None` past the end or on a malformed number.
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*first)
    }

    /// An unsigned LEB128 number.
    pub(super) fn number(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    pub(super) fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let length = usize::try_from(length).ok()?;
        let taken = self.bytes.get(..length)?;
        self.bytes = &self.bytes[length..];
        Some(taken)
    }

    /// A vector of bytes with its length before it.
    pub(super) fn vector(&mut self) -> Option<&'a [u8]> {
        let length = self.number()?;
        self.take(length)
    }
}

/// A section and where it stands, its id and length included.
pub(super) struct Section {
    pub(super) id: u8,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) content: Vec<u8>,
}

pub(super) const TYPES: u8 = 1;
pub(super) const IMPORTS: u8 = 2;
pub(super) const MEMORIES: u8 = 5;
const CODE: u8 = 10;

/// The sections of types, imports and memories. They stand before the code, so that little is read of a large module.
/// Stops at the first thing that is malformed: the engine will say what.
pub(super) fn sections(module: &dyn Bytes) -> Vec<Section> {
    let mut found = Vec::new();
    let mut start = 8;
    while let Some((id, content_at, end)) = header(module, start) {
        if id == CODE {
            break;
        }
        if [TYPES, IMPORTS, MEMORIES].contains(&id) {
            found.push(Section {
                id,
                start,
                end,
                content: module.part(content_at, end),
            });
        }
        start = end;
    }
    found
}

/// A section's id, and where its content starts and ends.
fn header(module: &dyn Bytes, start: u32) -> Option<(u8, u32, u32)> {
    let bytes = module.part(start, start.saturating_add(11));
    let mut reader = Reader::new(&bytes);
    let (id, length) = (reader.byte()?, reader.number()?);
    let content_at = start + (bytes.len() - reader.bytes.len()) as u32;
    let end = content_at.checked_add(u32::try_from(length).ok()?)?;
    (end <= module.length()).then_some((id, content_at, end))
}
