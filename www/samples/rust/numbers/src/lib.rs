//! Figures about a list of numbers.

use extism_pdk::*;
use serde_json::{json, Value};

/// Takes a JSON array of numbers, gives an object.
#[plugin_fn]
pub fn summarize(input: String) -> FnResult<String> {
    let mut numbers: Vec<f64> = serde_json::from_str(&input)
        .map_err(|error| Error::msg(format!("not a list of numbers: {error}")))?;
    if numbers.is_empty() {
        return Err(Error::msg("the list is empty").into());
    }
    numbers.sort_by(f64::total_cmp);
    let count = numbers.len();
    let sum: f64 = numbers.iter().sum();
    let mean = sum / count as f64;
    let variance = numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count as f64;
    let median = if count % 2 == 1 {
        numbers[count / 2]
    } else {
        (numbers[count / 2 - 1] + numbers[count / 2]) / 2.0
    };
    let figures: Value = json!({
        "count": count,
        "sum": sum,
        "mean": mean,
        "median": median,
        "deviation": variance.sqrt(),
        "range": { "least": numbers[0], "most": numbers[count - 1] },
    });
    Ok(figures.to_string())
}
