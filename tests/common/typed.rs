//! Typed calls, and types of one's own.

use extism_web::convert::{Base64, Json};
use extism_web::{typed_plugin, Code, Plugin};
use serde::{Deserialize, Serialize};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{plugin, COUNT_VOWELS, ECHO};

#[derive(Debug, Deserialize, PartialEq)]
struct Count {
    count: usize,
    vowels: String,
}

typed_plugin!(pub Vowels {
    count_vowels(&str) -> Json<Count>;
});

typed_plugin!(async Echo {
    echo(&[u8]) -> Vec<u8>;
    nothing(()) -> ();
});

typed_plugin!(Impossible {
    count_vowels(&str) -> String;
    count_consonants(&str) -> String;
});

#[wasm_bindgen_test]
async fn a_plugin_has_a_type_of_its_own() {
    let vowels: Vowels = plugin(COUNT_VOWELS, []).await.try_into().unwrap();
    let Json(count) = vowels.count_vowels("Hello").unwrap();
    assert_eq!(count.count, 2);
    let plugin: Plugin = vowels.into();
    let Err(error) = Impossible::try_from(plugin) else {
        panic!("a function is missing");
    };
    assert!(error.to_string().contains("\"count_consonants\""), "{error}");
    let echo: Echo = super::plugin(ECHO, []).await.try_into().unwrap();
    assert_eq!(echo.echo(b"abc").await.unwrap(), b"abc");
    echo.nothing(()).await.unwrap();
}

#[wasm_bindgen_test]
async fn values_are_encoded_and_decoded() {
    #[derive(Debug, Deserialize, PartialEq, Serialize)]
    struct Point {
        x: f64,
        y: Option<String>,
    }
    let plugin = plugin(ECHO, []).await;
    let point = Point { x: 0.5, y: None };
    let Json(back) = plugin.call::<_, Json<Point>>("echo", Json(&point)).unwrap();
    assert_eq!(back, point);
    assert_eq!(plugin.call::<_, f32>("echo", 0.1_f32).unwrap(), 0.1);
    assert_eq!(plugin.call::<_, u64>("echo", u64::MAX).unwrap(), u64::MAX);
    assert!(plugin.call::<_, bool>("echo", true).unwrap());
    assert_eq!(plugin.call::<_, String>("echo", Base64("ab")).unwrap(), "YWI=");
}

#[wasm_bindgen_test]
async fn what_does_not_decode_is_an_error_and_the_next_call_works() {
    let plugin = plugin(ECHO, []).await;
    let error = plugin.call::<_, Json<Count>>("echo", "{").unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidOutput));
    assert!(
        error.to_string().contains("(1 bytes) cannot be decoded"),
        "{error}"
    );
    assert!(std::error::Error::source(&error).is_some());
    let error = plugin.call::<_, String>("echo", &[0xff_u8][..]).unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidOutput));
    assert!(plugin.call::<_, u64>("echo", "x").is_err());
    struct Unserializable;
    impl Serialize for Unserializable {
        fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(serde::ser::Error::custom("out of ink"))
        }
    }
    let error = plugin.call::<_, ()>("echo", Json(Unserializable)).unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidInput));
    assert!(error.to_string().contains("out of ink"), "{error}");
    assert_eq!(plugin.call::<_, String>("echo", "on we go").unwrap(), "on we go");
}
