//! What plug-ins are made from.

use extism_web::{Code, Manifest, Plugin, PluginBuilder, Wasm, WasmInput};
use js_sys::Uint8Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

use super::COUNT_VOWELS;

async fn vowels(input: impl Into<WasmInput<'_>>) -> String {
    let plugin = Plugin::new(input, [], false).await.unwrap();
    plugin.call("count_vowels", "Hello").unwrap()
}

async fn refused(input: impl Into<WasmInput<'_>>) -> (Option<Code>, String) {
    let error = Plugin::new(input, [], false).await.unwrap_err();
    (error.code(), error.to_string())
}

#[wasm_bindgen_test]
async fn every_form_of_a_plugin() {
    let wanted = r#"{"count":2,"total":2,"vowels":"aeiouAEIOU"}"#;
    assert_eq!(vowels(COUNT_VOWELS).await, wanted);
    assert_eq!(vowels(COUNT_VOWELS.to_vec()).await, wanted);
    assert_eq!(vowels(&COUNT_VOWELS.to_vec()).await, wanted);
    assert_eq!(vowels(Uint8Array::from(COUNT_VOWELS)).await, wanted);
    let mut manifest = Manifest::new([Wasm::data(COUNT_VOWELS)]);
    assert_eq!(vowels(&manifest).await, wanted);
    assert_eq!(vowels(&mut manifest).await, wanted);
    let json = serde_json::to_string(&manifest).unwrap();
    assert_eq!(vowels(json.as_str()).await, wanted, "as text");
    assert_eq!(vowels(json.as_bytes()).await, wanted, "as bytes of text");
    assert_eq!(vowels(manifest).await, wanted);
}

#[wasm_bindgen_test]
async fn manifests_can_be_rust_values_of_ones_own() {
    let data: Vec<u8> = COUNT_VOWELS.to_vec();
    #[derive(serde::Serialize)]
    struct Item {
        #[serde(with = "bytes")]
        data: Vec<u8>,
        hash: Option<String>,
    }
    mod bytes {
        pub fn serialize<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(bytes)
        }
    }
    #[derive(serde::Serialize)]
    struct Mine {
        wasm: [Item; 1],
    }
    let manifest = Mine {
        wasm: [Item { data, hash: None }],
    };
    let input = WasmInput::from_value(&manifest).unwrap();
    assert_eq!(
        vowels(input).await,
        r#"{"count":2,"total":2,"vowels":"aeiouAEIOU"}"#
    );
    struct Unserializable;
    impl serde::Serialize for Unserializable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("out of ink"))
        }
    }
    let error = WasmInput::from_value(&Unserializable).unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidManifest));
    assert!(error.to_string().contains("out of ink"), "{error}");
}

#[wasm_bindgen_test]
async fn what_is_no_plugin_is_refused() {
    let (code, _) = refused(&b"<!doctype html>"[..]).await;
    assert_eq!(code, Some(Code::InvalidWasm));
    let (code, _) = refused(JsValue::from(7)).await;
    assert_eq!(code, Some(Code::InvalidManifest));
    let (code, text) = refused(Manifest::default()).await;
    assert_eq!(code, Some(Code::InvalidManifest));
    assert!(text.contains("manifest.wasm is empty"), "{text}");
    let (code, text) = refused(r#"{"wasm": []}"#).await;
    assert_eq!(code, Some(Code::InvalidManifest));
    assert!(text.contains("manifest.wasm is empty"), "{text}");
}

#[wasm_bindgen_test]
async fn what_cannot_be_had_is_refused() {
    let (code, text) = refused(Manifest::new([Wasm::file("plugins/a.wasm")])).await;
    assert_eq!(code, Some(Code::InvalidManifest));
    assert!(text.contains("\"plugins/a.wasm\""), "{text}");
    let manifest = Manifest::new([Wasm::data(COUNT_VOWELS)]);
    let limit = std::time::Duration::from_millis(5);
    let (code, text) = refused(manifest.clone().with_timeout(limit)).await;
    assert_eq!(code, Some(Code::Unsupported));
    assert!(text.contains("timeout_ms is 5"), "{text}");
    let paths = manifest.clone().with_allowed_path("/home/x".into(), "/data");
    let error = Plugin::new(&paths, [], true).await.unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidManifest));
    assert!(error.to_string().contains("\"/home/x\""), "{error}");
    let (code, _) = refused(manifest.clone().with_memory_max(0)).await;
    assert_eq!(code, Some(Code::InvalidManifest));
    let wrong = manifest.wasm[0].clone().with_hash("00");
    let (code, _) = refused(Manifest::new([wrong])).await;
    assert_eq!(code, Some(Code::HashMismatch));
}

#[wasm_bindgen_test]
async fn a_compiled_plugin_makes_many() {
    let compiled = PluginBuilder::new(COUNT_VOWELS).compile().await.unwrap();
    for _ in 0..3 {
        let plugin = Plugin::new_from_compiled(&compiled).await.unwrap();
        let output: String = plugin.call("count_vowels", "Hello").unwrap();
        assert_eq!(output, r#"{"count":2,"total":2,"vowels":"aeiouAEIOU"}"#);
    }
}
