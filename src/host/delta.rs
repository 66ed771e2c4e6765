//! Vars on their way between two hosts of one plug-in, as bytes.
//!
//! Each entry is the length of its key, the key, the length of its value, the value. Lengths are 32-bit numbers,
//! little-endian; a value's length of `u32::MAX` says that the var is deleted.

const DELETED: u32 = u32::MAX;

/// How many bytes an entry takes.
pub(crate) fn size(key: &[u8], value: Option<u32>) -> u64 {
    8 + key.len() as u64 + u64::from(value.unwrap_or(0))
}

/// Writes an entry for a value of that length, and gives the room for it; `None` for a deletion.
pub(crate) fn write<'a>(out: &'a mut Vec<u8>, key: &[u8], value: Option<u32>) -> &'a mut [u8] {
    out.extend_from_slice(&(key.len() as u32).to_le_bytes());
    out.extend_from_slice(key);
    out.extend_from_slice(&value.unwrap_or(DELETED).to_le_bytes());
    let start = out.len();
    out.resize(start + value.unwrap_or(0) as usize, 0);
    &mut out[start..]
}

/// A key and its value; `None` where it is deleted.
pub(crate) type Entry<'a> = (&'a [u8], Option<&'a [u8]>);

/// The entries in the order they were written; `None` for bytes that were not written by `write`.
pub(crate) fn read(mut bytes: &[u8]) -> Option<Vec<Entry<'_>>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let length = number(&mut bytes)?;
        let key = take(&mut bytes, length)?;
        let value = match number(&mut bytes)? {
            DELETED => None,
            length => Some(take(&mut bytes, length)?),
        };
        entries.push((key, value));
    }
    Some(entries)
}

fn number(bytes: &mut &[u8]) -> Option<u32> {
    let (number, rest) = bytes.split_first_chunk()?;
    *bytes = rest;
    Some(u32::from_le_bytes(*number))
}

fn take<'a>(bytes: &mut &'a [u8], length: u32) -> Option<&'a [u8]> {
    let (taken, rest) = bytes.split_at_checked(usize::try_from(length).ok()?)?;
    *bytes = rest;
    Some(taken)
}

#[cfg(test)]
mod tests {
    use super::{read, size, write, Entry};

    fn written(entries: &[Entry]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut expected = 0;
        for (key, value) in entries {
            let length = value.map(|value| value.len() as u32);
            expected += size(key, length);
            write(&mut out, key, length).copy_from_slice(value.unwrap_or_default());
        }
        assert_eq!(out.len() as u64, expected);
        out
    }

    #[test]
    fn entries_are_read_as_they_were_written() {
        let long = vec![7; 70_000];
        let entries: [Entry; 6] = [
            (b"count", Some(&[1, 2, 3])),
            (b"gone", None),
            (b"", Some(b"no key")),
            (b"empty", Some(b"")),
            (b"", None),
            (&long, Some(&long)),
        ];
        for end in 0..=entries.len() {
            let bytes = written(&entries[..end]);
            assert_eq!(read(&bytes).as_deref(), Some(&entries[..end]));
        }
    }

    #[test]
    fn the_format_is_fixed() {
        assert_eq!(
            written(&[(b"ab", Some(&[9]))]),
            [2, 0, 0, 0, b'a', b'b', 1, 0, 0, 0, 9]
        );
        assert_eq!(
            written(&[(b"a", None)]),
            [1, 0, 0, 0, b'a', 0xff, 0xff, 0xff, 0xff]
        );
    }

    #[test]
    fn what_breaks_off_is_refused() {
        let bytes = written(&[(b"key", Some(b"value")), (b"k", None)]);
        let whole = [0, 3 + 5 + 8, bytes.len()];
        for end in 0..=bytes.len() {
            assert_eq!(read(&bytes[..end]).is_some(), whole.contains(&end), "{end} bytes");
        }
        assert_eq!(read(&[0xfe, 0xff, 0xff, 0xff, 1]), None);
        assert_eq!(read(&[0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 1]), None);
    }
}
