//! Vars on their way between two hosts of one plug-in, as bytes.
//!
//! Each entry is the length of its key, the key, the length of its value, the value. Lengths are 32-bit numbers,
//! little-endian; a value's length of `u32::MAX` says that the var is deleted.

use std::ops::Range;

use crate::error::{Code, Error, Result};

const DELETED: u32 = u32::MAX;

/// How many bytes an entry takes.
pub(crate) fn size(key: &[u8], value: Option<u32>) -> u64 {
    8 + key.len() as u64 + u64::from(value.unwrap_or(0))
}

/// What comes before a value of that length in its entry; for `None` that is all there is.
pub(crate) fn head(key: &[u8], value: Option<u32>) -> Vec<u8> {
    let length = (key.len() as u32).to_le_bytes();
    [&length[..], key, &value.unwrap_or(DELETED).to_le_bytes()].concat()
}

/// Gives `found` each entry of so many bytes in the order they were written: its key, and where its value is, or `None` where it
/// is deleted. `part` gives a copy of some of the bytes.
///
/// # Errors
/// Those of `part`; bytes that are something else, of which `found` is given what came before.
pub(crate) fn read(
    length: u32,
    part: impl Fn(Range<u32>) -> Result<Vec<u8>>,
    mut found: impl FnMut(Vec<u8>, Option<Range<u32>>),
) -> Result<()> {
    let mut rest = 0..length;
    while !rest.is_empty() {
        let size = number(part(take(&mut rest, 4)?)?);
        let key = part(take(&mut rest, size)?)?;
        let value = match number(part(take(&mut rest, 4)?)?) {
            DELETED => None,
            size => Some(take(&mut rest, size)?),
        };
        found(key, value);
    }
    Ok(())
}

fn number(bytes: Vec<u8>) -> u32 {
    bytes
        .iter()
        .rfold(0, |number, byte| number << 8 | u32::from(*byte))
}

fn take(rest: &mut Range<u32>, size: u32) -> Result<Range<u32>> {
    let start = rest.start;
    match start.checked_add(size) {
        Some(end) if end <= rest.end => {
            rest.start = end;
            Ok(start..end)
        }
        _ => Err(Error::new(Code::InvalidInput, "no changes of variables")),
    }
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::{head, read, size};

    type Entry<'a> = (&'a [u8], Option<&'a [u8]>);

    fn written(entries: &[Entry]) -> Vec<u8> {
        let mut out = Vec::new();
        let mut expected = 0;
        for (key, value) in entries {
            let length = value.map(|value| value.len() as u32);
            expected += size(key, length);
            out.extend(head(key, length));
            out.extend(value.unwrap_or_default());
        }
        assert_eq!(out.len() as u64, expected);
        out
    }

    type Owned = Vec<(Vec<u8>, Option<Vec<u8>>)>;

    /// The entries that are found, and whether they were all.
    fn found(bytes: &[u8]) -> (Owned, bool) {
        let part = |range: Range<u32>| bytes[range.start as usize..range.end as usize].to_vec();
        let mut entries = Vec::new();
        let whole = read(
            bytes.len() as u32,
            |range| Ok(part(range)),
            |key, value| entries.push((key, value.map(part))),
        );
        (entries, whole.is_ok())
    }

    fn owned(entries: &[Entry]) -> Owned {
        let owned = |(key, value): &Entry| (key.to_vec(), value.map(<[u8]>::to_vec));
        entries.iter().map(owned).collect()
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
            assert_eq!(found(&bytes), (owned(&entries[..end]), true));
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
        let entries: [Entry; 2] = [(b"key", Some(b"value")), (b"k", None)];
        let bytes = written(&entries);
        let whole = [0, 3 + 5 + 8, bytes.len()];
        for end in 0..=bytes.len() {
            let before = whole.iter().filter(|whole| **whole <= end).count() - 1;
            let expected = (owned(&entries[..before]), whole.contains(&end));
            assert_eq!(found(&bytes[..end]), expected, "{end} bytes");
        }
        assert_eq!(found(&[0xfe, 0xff, 0xff, 0xff, 1]), (vec![], false));
        assert_eq!(found(&[0, 0, 0, 0, 0xfe, 0xff, 0xff, 0xff, 1]), (vec![], false));
    }
}
