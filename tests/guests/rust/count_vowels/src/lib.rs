//! Counts the vowels of its input, with the set of vowels from the config and a running total in a var.

use extism_pdk::*;
use serde::Serialize;

/// The vowels counted when the config names none.
const DEFAULT_VOWELS: &str = "aeiouAEIOU";

/// The output; serialised in the order of the fields.
#[derive(Serialize, ToBytes)]
#[encoding(Json)]
struct Report {
    count: u64,
    total: u64,
    vowels: String,
}

/// Counts one input and adds to the plug-in's total.
#[plugin_fn]
pub fn count_vowels(input: String) -> FnResult<Report> {
    let vowels = config::get("vowels")?.unwrap_or_else(|| DEFAULT_VOWELS.to_owned());
    let count = input.chars().filter(|c| vowels.contains(*c)).count() as u64;
    let total = var::get::<u64>("total")?.unwrap_or(0) + count;
    var::set("total", total)?;
    Ok(Report { count, total, vowels })
}
