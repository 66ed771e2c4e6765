//! One operation on a heap, as data.

use std::vec::Vec;

/// An operation. `pick` chooses among the live blocks, modulo their number.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Op {
    /// Begin a call with an input of `len` bytes, of which the host keeps `keep` (if fewer).
    Begin {
        len: u32,
        keep: u32,
    },
    Reset,
    Truncate {
        len: u32,
    },
    Alloc {
        len: u64,
    },
    HostAlloc {
        len: u32,
    },
    Free {
        pick: u32,
    },
    /// Free something that is not the start of a block, `off` bytes into one.
    FreeInside {
        pick: u32,
        off: u32,
    },
    FreeRaw {
        handle: u64,
    },
    /// Free a block so that no import can read it any more.
    Discard {
        pick: u32,
    },
    /// Free a resting block again; `pick` chooses among those.
    FreeResting {
        pick: u32,
    },
    Store {
        pick: u32,
        off: u32,
        value: u64,
    },
    /// Make a part of a block the output.
    Output {
        pick: u32,
        off: u32,
        len: u32,
    },
    OutputRaw {
        at: u64,
        len: u64,
    },
    /// Make a part of a resting block the output.
    OutputResting {
        pick: u32,
        off: u32,
        len: u32,
    },
    Error {
        pick: u32,
    },
    ErrorResting {
        pick: u32,
    },
    ErrorRaw {
        handle: u64,
    },
}

impl Op {
    /// Reads a sequence of operations from arbitrary bytes: six for each.
    pub fn sequence(bytes: &[u8]) -> Vec<Op> {
        bytes
            .chunks_exact(6)
            .map(|b| Op::decode([b[0], b[1], b[2], b[3], b[4], b[5]]))
            .collect()
    }

    fn decode([kind, scale, a, b, c, d]: [u8; 6]) -> Op {
        let pick = u32::from(c);
        let small = u32::from(u16::from_le_bytes([a, b]));
        let len = size(scale, small);
        let raw = edge(scale, u32::from_le_bytes([a, b, c, d]));
        match kind % 28 {
            0 => Op::Begin {
                len,
                keep: size(c, u32::from(d)),
            },
            1 => Op::Reset,
            2 => Op::Truncate { len },
            3..=7 => Op::Alloc { len: len.into() },
            8 => Op::Alloc { len: raw },
            9..=10 => Op::HostAlloc { len },
            11..=16 => Op::Free { pick },
            17 => Op::FreeInside {
                pick,
                off: 1 + small % 64,
            },
            18 => Op::FreeRaw { handle: raw },
            19 => Op::Store {
                pick,
                off: small,
                value: raw,
            },
            20 => Op::Output {
                pick,
                off: small,
                len: d.into(),
            },
            21 => Op::OutputRaw {
                at: raw,
                len: edge(d, small),
            },
            22 => Op::Error { pick },
            23 => Op::Discard { pick },
            24 => Op::FreeResting { pick },
            25 => Op::OutputResting {
                pick,
                off: small,
                len: d.into(),
            },
            26 => Op::ErrorResting { pick },
            _ => Op::ErrorRaw { handle: raw },
        }
    }
}

/// Mostly small sizes, some of a few pages.
fn size(scale: u8, n: u32) -> u32 {
    match scale % 8 {
        0..=3 => n % 80,
        4..=5 => n % 1024,
        6 => n % 16384,
        _ => n * 3,
    }
}

/// Numbers near where something could go wrong.
fn edge(scale: u8, n: u32) -> u64 {
    let n = u64::from(n);
    match scale % 8 {
        0 => n % 9000,
        1 => 4096 + n % 600,
        2 => 4608 + 16 * (n % 64),
        3 => u64::from(u32::MAX) - n % 40,
        4 => (1 << 32) + n % 40,
        5 => u64::MAX - n % 9000,
        6 => n << 32,
        _ => n,
    }
}
