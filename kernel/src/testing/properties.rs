//! Generated sequences of operations against the model, and hostile plug-ins.

use super::{hostile, model, op::Op};
use proptest::collection::vec;
use proptest::prelude::*;
use std::vec;

const CASES: u32 = if cfg!(miri) { 4 } else { 200 };

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_the_model(ops in vec(op(), 1..150), max_pages in 1u32..12) {
        model::run::<{ 256 << 10 }>(&ops, max_pages);
    }

    #[test]
    fn agrees_with_the_model_when_blocks_rest_shortly(ops in vec(op(), 1..150), max_pages in 1u32..5) {
        model::run::<2048>(&ops, max_pages);
    }

    #[test]
    fn agrees_with_the_model_when_blocks_do_not_rest(ops in vec(op(), 1..150), max_pages in 1u32..5) {
        model::run::<0>(&ops, max_pages);
    }

    #[test]
    fn agrees_with_the_model_on_arbitrary_bytes(bytes in vec(any::<u8>(), 6..900)) {
        model::run::<4096>(&Op::sequence(&bytes), 3);
    }

    #[test]
    fn survives_a_hostile_plugin(seed in any::<u64>()) {
        hostile::run(seed, 100);
    }
}

#[test]
fn survives_many_hostile_plugins() {
    let seeds = if cfg!(miri) { 2 } else { 1500 };
    for seed in 0..seeds {
        hostile::run(seed, 60);
    }
}

fn op() -> impl Strategy<Value = Op> {
    let len = || prop_oneof![4 => 0u32..80, 2 => 0u32..2000, 1 => 0u32..200_000];
    let raw = || {
        prop_oneof![
            0u64..10_000,
            Just(u64::MAX),
            Just(1 << 32),
            u64::from(u32::MAX) - 32..u64::from(u32::MAX) + 32,
            any::<u64>()
        ]
    };
    prop_oneof![
        1 => (len(), len()).prop_map(|(len, keep)| Op::Begin { len, keep }),
        1 => Just(Op::Reset),
        1 => len().prop_map(|len| Op::Truncate { len }),
        10 => len().prop_map(|len| Op::Alloc { len: len.into() }),
        1 => raw().prop_map(|len| Op::Alloc { len }),
        3 => len().prop_map(|len| Op::HostAlloc { len }),
        12 => any::<u32>().prop_map(|pick| Op::Free { pick }),
        2 => any::<u32>().prop_map(|pick| Op::Discard { pick }),
        2 => any::<u32>().prop_map(|pick| Op::FreeResting { pick }),
        1 => (any::<u32>(), any::<u32>(), len()).prop_map(|(pick, off, len)| Op::OutputResting { pick, off, len }),
        1 => any::<u32>().prop_map(|pick| Op::ErrorResting { pick }),
        2 => (any::<u32>(), 1u32..80).prop_map(|(pick, off)| Op::FreeInside { pick, off }),
        1 => raw().prop_map(|handle| Op::FreeRaw { handle }),
        3 => (any::<u32>(), any::<u32>(), any::<u64>())
            .prop_map(|(pick, off, value)| Op::Store { pick, off, value }),
        1 => (any::<u32>(), any::<u32>(), len()).prop_map(|(pick, off, len)| Op::Output { pick, off, len }),
        1 => (raw(), raw()).prop_map(|(at, len)| Op::OutputRaw { at, len }),
        1 => any::<u32>().prop_map(|pick| Op::Error { pick }),
        1 => raw().prop_map(|handle| Op::ErrorRaw { handle }),
    ]
}
