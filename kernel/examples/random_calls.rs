//! Calls of the kernel in any order: `random_calls SEED SECONDS` compares it with the model, has hostile plug-ins at it, and prints
//! how many sequences those were. What is found names its seed, and `random_calls SEED 0` is that one alone.

use std::any::Any;
use std::panic::{catch_unwind, set_hook};
use std::process::exit;
use std::time::{Duration, Instant};
use std::{env, io};

use extism_web_kernel::testing::{hostile, model, op::Op, random::Random};

/// At most that many operations in a sequence.
const OPERATIONS: u64 = 150;

/// The sequences of one seed.
fn sequences(seed: u64) -> u64 {
    let mut random = Random::new(seed);
    let bytes: Vec<u8> = (0..6 * random.below(OPERATIONS))
        .map(|_| random.next() as u8)
        .collect();
    let ops = Op::sequence(&bytes);
    let max_pages = 1 + random.below(11) as u32;
    model::run::<0>(&ops, max_pages);
    model::run::<2048>(&ops, max_pages);
    model::run::<{ 256 << 10 }>(&ops, max_pages);
    hostile::run(seed, 100);
    4
}

fn said(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("?")
}

fn main() -> io::Result<()> {
    let mut args = env::args().skip(1).map(|arg| arg.parse::<u64>());
    let (Some(Ok(first)), Some(Ok(seconds)), None) = (args.next(), args.next(), args.next()) else {
        return Err(io::Error::other("usage: random_calls SEED SECONDS"));
    };
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut count = 0;
    set_hook(Box::new(|_| {}));
    for seed in first.. {
        match catch_unwind(|| sequences(seed)) {
            Ok(more) => count += more,
            Err(panic) => {
                eprintln!("seed {seed}: {}", said(&*panic));
                exit(1);
            }
        }
        if Instant::now() >= end {
            break;
        }
    }
    println!("{count}");
    Ok(())
}
