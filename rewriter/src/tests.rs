//! The readers and writers, piece by piece.

use super::encode::{section, write_leb, write_name};
use super::limits::{capped, Replacement};
use super::sections::Reader;
use super::signatures::{imports, types, Signature, Signatures, ValType};

const I32: u8 = 0x7f;
const I64: u8 = 0x7e;
const EXTERNREF: u8 = 0x6f;

fn leb(value: u64) -> Vec<u8> {
    let mut out = Vec::new();
    write_leb(&mut out, value);
    out
}

#[test]
fn numbers_are_read_as_they_were_written() {
    for shift in 0..64 {
        for value in [
            (1 << shift) - 1,
            1_u64 << shift,
            (1 << shift) | 1,
            u64::MAX >> shift,
        ] {
            let bytes = leb(value);
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.number(), Some(value));
            assert_eq!(reader.byte(), None, "{value} has bytes left over");
        }
    }
    assert_eq!(leb(0), [0]);
    assert_eq!(leb(127), [127]);
    assert_eq!(leb(128), [0x80, 1]);
    assert_eq!(leb(624_485), [0xe5, 0x8e, 0x26]);
}

#[test]
fn numbers_may_be_longer_than_need_be_but_end() {
    assert_eq!(Reader::new(&[0x83, 0x80, 0x00]).number(), Some(3));
    assert_eq!(Reader::new(&[]).number(), None);
    assert_eq!(Reader::new(&[0x80, 0x80]).number(), None);
    assert_eq!(Reader::new(&[0x80; 32]).number(), None);
}

#[test]
fn vectors_and_names_stay_within_the_bytes() {
    let mut out = Vec::new();
    write_name(&mut out, "ü");
    assert_eq!(out, [2, 0xc3, 0xbc]);
    assert_eq!(Reader::new(&out).vector(), Some("ü".as_bytes()));
    assert_eq!(Reader::new(&[3, 1, 2]).vector(), None);
    assert_eq!(Reader::new(&leb(u64::MAX)).vector(), None);
    let mut reader = Reader::new(&[1, 2, 3]);
    assert_eq!(reader.take(4), None);
    assert_eq!(reader.take(2), Some([1, 2].as_slice()));
    assert_eq!(reader.vector(), None);
}

#[test]
fn sections_have_their_length_before_them() {
    let mut out = Vec::new();
    section(&mut out, 5, &[7; 200]);
    assert_eq!(out[..3], [5, 0xc8, 1]);
    assert_eq!(out.len(), 203);
}

#[test]
fn memories_get_the_lower_maximum() {
    let cases: [(&[u8], u64, &[u8]); 7] = [
        (&[1, 0, 1], 5, &[1, 1, 1, 5]),
        (&[1, 1, 1, 3], 5, &[1, 1, 1, 3]),
        (&[1, 1, 1, 9], 5, &[1, 1, 1, 5]),
        (&[1, 3, 1, 9], 5, &[1, 3, 1, 5]),
        (&[2, 0, 1, 1, 2, 8], 5, &[2, 1, 1, 5, 1, 2, 5]),
        (&[1, 4, 1], 5, &[1, 5, 1, 5]),
        (&[0], 5, &[0]),
    ];
    for (content, max_pages, expected) in cases {
        assert_eq!(
            capped(content, max_pages).as_deref(),
            Some(expected),
            "{content:?}"
        );
    }
}

#[test]
fn a_maximum_stays_valid() {
    let all = [&[1, 1, 1], leb(65536).as_slice()].concat();
    assert_eq!(capped(&[1, 0, 1], 100_000), Some(all));
    let wide = [&[1, 5, 1], leb(100_000).as_slice()].concat();
    assert_eq!(capped(&[1, 4, 1], 100_000), Some(wide));
}

#[test]
fn a_memory_that_starts_with_more_stays_as_it_starts() {
    assert_eq!(
        capped(&[2, 0, 1, 0, 6], 5).as_deref(),
        Some([2, 1, 1, 5, 1, 6, 6].as_slice())
    );
    assert_eq!(capped(&[1, 1, 6, 9], 5).as_deref(), Some([1, 1, 6, 6].as_slice()));
}

#[test]
fn memories_that_are_not_understood_are_left_alone() {
    for content in [
        [].as_slice(),
        &[1],
        &[1, 0],
        &[1, 1, 1],
        &[0x7f, 0, 1],
        &[1, 8, 1, 0],
        &[0x80],
    ] {
        assert_eq!(capped(content, 5), None, "{content:?}");
    }
}

fn function(params: &[u8], results: &[u8]) -> Vec<u8> {
    let mut out = vec![0x60, params.len() as u8];
    out.extend_from_slice(params);
    out.push(results.len() as u8);
    out.extend_from_slice(results);
    out
}

#[test]
fn types_of_functions_are_read() {
    let content = [
        vec![2],
        function(&[I32, I64], &[0x7d]),
        function(&[], &[EXTERNREF, 0x7c]),
    ]
    .concat();
    let expected = [
        Signature {
            params: vec![ValType::I32, ValType::I64],
            results: vec![ValType::F32],
        },
        Signature {
            params: vec![],
            results: vec![ValType::Other(EXTERNREF), ValType::F64],
        },
    ];
    assert_eq!(types(&content).as_deref(), Some(expected.as_slice()));
    assert_eq!(types(&[0]), Some(vec![]));
}

#[test]
fn types_that_are_not_understood_are_none() {
    let recursive = [&[1, 0x4e, 1], function(&[], &[]).as_slice()].concat();
    let structure = [1, 0x5f, 1, I32, 0];
    let reference = [1, 0x60, 1, 0x63, 0, 0];
    for content in [
        recursive.as_slice(),
        &structure,
        &reference,
        &[1],
        &[],
        &leb(u64::from(u32::MAX)),
    ] {
        assert_eq!(types(content), None, "{content:?}");
    }
}

fn import(name: &str, description: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    write_name(&mut out, "m");
    write_name(&mut out, name);
    out.extend_from_slice(description);
    out
}

#[test]
fn imported_functions_are_found_among_imports_of_every_kind() {
    let signature = |value| Signature {
        params: vec![value],
        results: vec![],
    };
    let types = [signature(ValType::I32), signature(ValType::I64)];
    let content = [
        vec![8],
        import("table", &[1, EXTERNREF, 1, 1, 2]),
        import("first", &[0, 1]),
        import("memory", &[2, 3, 1, 2]),
        import("global", &[3, I64, 1]),
        import("tag", &[4, 0, 0]),
        import("memory64", &[2, 4, 1]),
        import("second", &[0, 0]),
        import("first", &[0, 0]),
    ]
    .concat();
    let [one, two] = types.clone();
    let expected = Signatures(vec![two, one.clone(), one]);
    assert_eq!(imports(&content, &types), Some(expected));
}

#[test]
fn imports_that_are_not_understood_are_none() {
    let bad = [
        import("f", &[0, 9]),
        import("t", &[1, 0x63, 0, 0, 1]),
        import("x", &[5, 0]),
        import("g", &[3, 0x64, 0, 0]),
    ];
    for description in bad {
        let content = [vec![1], description].concat();
        assert!(imports(&content, &[]).is_none(), "{content:?}");
    }
    for content in [[].as_slice(), &[1], &[2, 1, b'm', 1, b'f', 2, 0, 1]] {
        assert!(imports(content, &[]).is_none(), "{content:?}");
    }
}

fn some_signatures() -> Signatures {
    let signature = |params: &[ValType], results: &[ValType]| Signature {
        params: params.to_vec(),
        results: results.to_vec(),
    };
    use ValType::{Other, F32, F64, I32, I64};
    Signatures(vec![
        signature(&[I64, I32, F32, F64], &[I64]),
        signature(&[], &[]),
        signature(&[Other(EXTERNREF), Other(0x7b), Other(0x70)], &[I32, I32]),
    ])
}

#[test]
fn signatures_are_read_back_from_their_bytes() {
    let signatures = some_signatures();
    assert_eq!(Signatures::from_bytes(&signatures.to_bytes()), Some(signatures));
    let none = Signatures::default();
    assert_eq!(none.to_bytes(), []);
    assert_eq!(Signatures::from_bytes(&[]), Some(none));
}

#[test]
fn what_is_not_the_bytes_of_signatures_is_refused() {
    let bytes = some_signatures().to_bytes();
    // Each of the three takes two zeros.
    let ends: Vec<usize> = (0..bytes.len())
        .filter(|&end| Signatures::from_bytes(&bytes[..end]).is_some())
        .collect();
    assert_eq!(ends, [0, 7, 9]);
    for bad in [&[0][..], &[I32, 0], &[0, I32], &[1, 0, 0], &[0, 0xff, 0], &[I32]] {
        assert_eq!(Signatures::from_bytes(bad), None, "{bad:?}");
    }
}

#[test]
fn a_replacement_is_read_back_from_its_bytes() {
    for bytes in [vec![], vec![7; 300]] {
        let replacement = Replacement {
            start: 8,
            end: 0xffff_fffe,
            bytes,
        };
        assert_eq!(
            Replacement::from_bytes(&replacement.to_bytes()),
            Some(replacement)
        );
    }
    assert_eq!(Replacement::from_bytes(&[0; 7]), None);
}
