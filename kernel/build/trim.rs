//! Removes from a WebAssembly module what the kernel does not use.
//!
//! The compiler exports `__data_end` and `__heap_base`, and the linker defines a stack pointer. The kernel's code uses
//! no global: if it ever did, a module without them would be invalid, and every test of it would fail.

const HEADER: usize = 8;

const CUSTOM: u8 = 0;
const TABLE: u8 = 4;
const GLOBAL: u8 = 6;
const EXPORT: u8 = 7;
const ELEMENTS: u8 = 9;

const EXPORTED_GLOBAL: u8 = 3;

/// The module without its custom, table and global sections and without exported globals, or `None` if it is malformed,
/// or has table elements (calls through the table would need both).
pub fn trim(module: &[u8]) -> Option<Vec<u8>> {
    let mut trimmed = module.get(..HEADER)?.to_vec();
    let mut rest = &module[HEADER..];
    while let Some((id, after)) = rest.split_first() {
        rest = after;
        let size = number(&mut rest)?;
        let content = take(&mut rest, size)?;
        match *id {
            CUSTOM | TABLE | GLOBAL => {}
            ELEMENTS => return None,
            EXPORT => section(&mut trimmed, EXPORT, &exports_without_globals(content)?),
            id => section(&mut trimmed, id, content),
        }
    }
    Some(trimmed)
}

fn exports_without_globals(mut content: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut count = 0;
    for _ in 0..number(&mut content)? {
        let start = content;
        let name = number(&mut content)?;
        take(&mut content, name)?;
        let kind = take(&mut content, 1)?[0];
        number(&mut content)?;
        if kind != EXPORTED_GLOBAL {
            count += 1;
            kept.extend_from_slice(&start[..start.len() - content.len()]);
        }
    }
    let mut exports = Vec::new();
    write_number(&mut exports, count);
    exports.extend_from_slice(&kept);
    Some(exports)
}

fn section(module: &mut Vec<u8>, id: u8, content: &[u8]) {
    module.push(id);
    write_number(module, content.len());
    module.extend_from_slice(content);
}

fn take<'a>(bytes: &mut &'a [u8], count: usize) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(taken)
}

/// Reads an unsigned LEB128 number of at most 32 bits.
fn number(bytes: &mut &[u8]) -> Option<usize> {
    let mut value = 0;
    for shift in [0, 7, 14, 21, 28] {
        let byte = take(bytes, 1)?[0];
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn write_number(bytes: &mut Vec<u8>, mut value: usize) {
    while value > 0x7f {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
}
