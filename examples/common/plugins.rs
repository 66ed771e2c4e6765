//! The plug-ins of the examples, and what they are given. Nothing here knows of a framework.

use std::collections::BTreeMap;

use extism_web::convert::Json;
use extism_web::{host_fn, Error, Function, Plugin, PluginBuilder, UserData, WasmInput, PTR};

/// What plug-ins store by `kv_write`.
pub type Store = BTreeMap<String, Vec<u8>>;

host_fn!(kv_read(store: Store; key: String) -> Vec<u8> {
    store.with(|store| store.get(&key).cloned())?
        .ok_or_else(|| Error::msg(format!("nothing is stored as \"{key}\"")))
});

host_fn!(kv_write(store: Store; key: String, value: Vec<u8>) {
    store.with(|store| store.insert(key, value))?;
    Ok(())
});

host_fn!(reverse(text: String) -> String {
    Ok(text.chars().rev().collect::<String>())
});

/// The host functions.
pub fn functions(store: &UserData<Store>) -> [Function; 3] {
    [
        Function::new("kv_read", [PTR], [PTR], store.clone(), kv_read),
        Function::new("kv_write", [PTR, PTR], [], store.clone(), kv_write),
        Function::new("reverse", [PTR], [PTR], UserData::new(()), reverse),
    ]
}

/// What a page shows.
#[derive(Clone, Default)]
pub enum Shown {
    #[default]
    Nothing,
    Output(String),
    Error(String),
}

impl Shown {
    /// An error, with its code for those who look it up.
    pub fn error(error: &Error) -> Self {
        let code = error.code().map_or("none", |code| code.as_str());
        Self::Error(format!("{error} (code {code})"))
    }
}

/// What `count_vowels` answers.
#[derive(serde::Deserialize)]
pub struct Vowels {
    pub count: usize,
    pub total: usize,
}

/// Makes a plug-in from a URL, or from the bytes of a file.
pub async fn load(source: impl Into<WasmInput<'_>>, store: &UserData<Store>) -> Result<Plugin, Error> {
    PluginBuilder::new(source)
        .with_wasi(true)
        .with_functions(functions(store))
        .build()
        .await
}

/// Calls a function; what `count_vowels` answers is read as what it is.
pub async fn call(plugin: &Plugin, function: &str, input: &str) -> Result<String, Error> {
    if function != "count_vowels" {
        return plugin.call_async(function, input).await;
    }
    let Json(Vowels { count, total }) = plugin.call_async(function, input).await?;
    Ok(format!("{count} vowels, {total} so far"))
}
