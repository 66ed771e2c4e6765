//! Plug-ins made at random: `random_plugins LIKE SEED COUNT` writes that many modules to standard output, each after its length (u32,
//! little-endian). They import what the module in the file LIKE imports, export what it exports, and come to an end.

use std::io::{self, Write};
use std::{env, fs};

use arbitrary::Unstructured;
use noise::noise;
use wasm_smith::{Config, Module};

#[path = "../src/noise.rs"]
mod noise;

/// How many loops and calls a call may have.
const FUEL: u32 = 10_000;

/// `None` where the seed is good for no module.
fn plugin(like: &[u8], seed: u64) -> Option<Vec<u8>> {
    let config = Config {
        available_imports: Some(like.to_vec()),
        exports: Some(like.to_vec()),
        max_imports: 30,
        max_memory32_bytes: 1 << 24,
        min_funcs: 3,
        max_funcs: 12,
        // Of the engines that plug-ins run in.
        gc_enabled: false,
        memory64_enabled: false,
        relaxed_simd_enabled: false,
        threads_enabled: false,
        shared_everything_threads_enabled: false,
        custom_page_sizes_enabled: false,
        wide_arithmetic_enabled: false,
        exceptions_enabled: false,
        tail_call_enabled: false,
        extended_const_enabled: false,
        ..Config::default()
    };
    let mut module = Module::new(config, &mut Unstructured::new(&noise(seed, 20_000))).ok()?;
    module.ensure_termination(FUEL).ok()?;
    Some(module.to_bytes())
}

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1);
    let mut next = || {
        args.next()
            .ok_or_else(|| io::Error::other("usage: random_plugins LIKE SEED COUNT"))
    };
    let like = fs::read(next()?)?;
    let seed: u64 = next()?.parse().map_err(io::Error::other)?;
    let count: usize = next()?.parse().map_err(io::Error::other)?;
    let mut out = io::stdout().lock();
    for module in (seed..).filter_map(|seed| plugin(&like, seed)).take(count) {
        out.write_all(&(module.len() as u32).to_le_bytes())?;
        out.write_all(&module)?;
    }
    Ok(())
}
