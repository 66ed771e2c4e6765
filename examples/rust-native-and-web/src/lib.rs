//! One source for a program on `extism` and a web application on `extism-web`. They differ in one `.await`.

use std::collections::BTreeMap;

use extism::convert::Json;
use extism::{
    host_fn, CompiledPlugin, Error, FromBytes, Function, Manifest, Plugin, PluginBuilder, ToBytes, UserData,
    Wasm, PTR,
};

/// What plug-ins store.
pub type Store = BTreeMap<String, Vec<u8>>;

host_fn!(kv_read(store: Store; key: String) -> Vec<u8> {
    let store = store.get()?;
    let store = store.lock().unwrap();
    match store.get(&key) {
        Some(value) => Ok(value.clone()),
        None => Err(Error::msg(format!("nothing is stored as \"{key}\""))),
    }
});

host_fn!(kv_write(store: Store; key: String, value: Vec<u8>) {
    store.get()?.lock().unwrap().insert(key, value);
    Ok(())
});

host_fn!(reverse(text: String) -> String {
    Ok(text.chars().rev().collect::<String>())
});

/// The host functions.
pub fn functions(store: &UserData<Store>) -> Vec<Function> {
    vec![
        Function::new("kv_read", [PTR], [PTR], store.clone(), kv_read),
        Function::new("kv_write", [PTR, PTR], [], store.clone(), kv_write),
        Function::new("reverse", [PTR], [PTR], UserData::new(()), reverse),
    ]
}

/// What `count_vowels` answers, by a derive of `extism-convert`'s.
#[derive(Debug, PartialEq, FromBytes, ToBytes, serde::Deserialize, serde::Serialize)]
#[encoding(Json)]
pub struct Vowels {
    pub count: usize,
    pub total: usize,
    pub vowels: String,
}

/// A plug-in that counts the vowels that it is told of.
pub async fn vowel_counter(module: &[u8], vowels: &str) -> Result<Plugin, Error> {
    let manifest = Manifest::new([Wasm::data(module)]).with_config_key("vowels", vowels);
    let compiled = compile(PluginBuilder::new(manifest).with_wasi(false)).await?;
    make(&compiled).await
}

/// A plug-in that uses the host functions.
pub async fn key_value_user(module: &[u8], store: &UserData<Store>) -> Result<Plugin, Error> {
    let compiled = compile(PluginBuilder::new(module).with_functions(functions(store))).await?;
    make(&compiled).await
}

#[cfg(target_arch = "wasm32")]
async fn compile(builder: PluginBuilder<'_>) -> Result<CompiledPlugin, Error> {
    builder.compile().await
}

#[cfg(not(target_arch = "wasm32"))]
async fn compile(builder: PluginBuilder<'_>) -> Result<CompiledPlugin, Error> {
    builder.compile()
}

#[cfg(target_arch = "wasm32")]
async fn make(compiled: &CompiledPlugin) -> Result<Plugin, Error> {
    Plugin::new_from_compiled(compiled).await
}

#[cfg(not(target_arch = "wasm32"))]
async fn make(compiled: &CompiledPlugin) -> Result<Plugin, Error> {
    Plugin::new_from_compiled(compiled)
}

/// Counts, by a type of one's own.
#[allow(unused_mut)]
pub fn count(mut plugin: Plugin, texts: &[&str]) -> Result<Vec<Vowels>, Error> {
    texts
        .iter()
        .map(|text| plugin.call("count_vowels", *text))
        .collect()
}
