//! The same answers on both hosts.

#[cfg(not(target_arch = "wasm32"))]
use std::future::Future;

use extism::UserData;
use rust_native_and_web::{count, key_value_user, vowel_counter, Store, Vowels};

const COUNT_VOWELS: &[u8] = include_bytes!("../../../target/fixtures/count_vowels.wasm");
const HOST_RUST: &[u8] = include_bytes!("../../../target/fixtures/host_rust.wasm");

async fn answers() {
    let plugin = vowel_counter(COUNT_VOWELS, "lo").await.unwrap();
    let counted = count(plugin, &["Hello, World!", "lolo"]).unwrap();
    let vowels = || "lo".to_owned();
    let wanted = [
        Vowels {
            count: 5,
            total: 5,
            vowels: vowels(),
        },
        Vowels {
            count: 4,
            total: 9,
            vowels: vowels(),
        },
    ];
    assert_eq!(counted, wanted);

    let store = UserData::new(Store::new());
    #[allow(unused_mut)]
    let mut plugin = key_value_user(HOST_RUST, &store).await.unwrap();
    assert_eq!(plugin.call::<_, String>("write", "name=Zoë").unwrap(), "Zoë");
    assert_eq!(plugin.call::<_, String>("reversed", "añb").unwrap(), "bña");
    assert_eq!(store.get().unwrap().lock().unwrap()["name"], "Zoë".as_bytes());
    assert!(plugin.function_exists("read") && !plugin.function_exists("absent"));
    let (error, code) = plugin
        .call_get_error_code::<_, String>("read", "nothing")
        .unwrap_err();
    assert!(format!("{error:?}").contains("nothing is stored as"), "{error:?}");
    assert_eq!(code, -1);
    plugin.reset().unwrap();
    assert_eq!(plugin.call::<_, String>("read", "name").unwrap(), "Zoë");
}

#[cfg(target_arch = "wasm32")]
mod web {
    wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test::wasm_bindgen_test]
    async fn on_extism_web() {
        super::answers().await;
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[test]
fn on_extism() {
    let mut answers = std::pin::pin!(answers());
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(answers.as_mut().poll(&mut context).is_ready());
}
