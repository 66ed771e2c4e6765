//! Writing the binary format.

use super::signatures::ValType;

/// How every module begins: the magic number and version 1.
pub(super) const MAGIC: &[u8] = b"\0asm\x01\0\0\0";

/// How the type of a function begins.
pub(super) const FUNCTION: u8 = 0x60;

/// Writes an unsigned number as LEB128.
pub(super) fn write_leb(out: &mut Vec<u8>, mut value: u64) {
    loop {
        let byte = (value & 0x7f) as u8;
        value >>= 7;
        if value == 0 {
            return out.push(byte);
        }
        out.push(byte | 0x80);
    }
}

/// Writes a name: its length in bytes and its UTF-8.
pub(super) fn write_name(out: &mut Vec<u8>, name: &str) {
    write_leb(out, name.len() as u64);
    out.extend_from_slice(name.as_bytes());
}

/// Writes a section: its id, its length, its content.
pub(super) fn section(out: &mut Vec<u8>, id: u8, content: &[u8]) {
    out.push(id);
    write_leb(out, content.len() as u64);
    out.extend_from_slice(content);
}

/// Writes the type of a function.
pub(super) fn write_type(out: &mut Vec<u8>, params: &[ValType], results: &[ValType]) {
    out.push(FUNCTION);
    for values in [params, results] {
        write_leb(out, values.len() as u64);
        out.extend(values.iter().map(|value| value.byte()));
    }
}
