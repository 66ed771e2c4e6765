//! Runs plug-ins in a Dioxus application: choose one, call it, see what it says or what went wrong.

#[path = "../../common/plugins.rs"]
mod plugins;

use std::rc::Rc;

use dioxus::prelude::*;
use extism_web::{Plugin, UserData, WasmInput};

use plugins::{Shown, Store};

/// Plug-ins can be part of the program, too.
const COUNT_VOWELS: &[u8] = include_bytes!("../../../target/fixtures/count_vowels.wasm");
const HOST_RUST: &[u8] = include_bytes!("../../../target/fixtures/host_rust.wasm");

fn main() {
    dioxus::launch(App);
}

#[component]
fn App() -> Element {
    let store = use_hook(|| UserData::new(Store::new()));
    let mut plugin = use_signal(|| None::<Rc<Plugin>>);
    let mut shown = use_signal(Shown::default);
    let mut function = use_signal(|| String::from("count_vowels"));
    let mut input = use_signal(|| String::from("Hello, World!"));

    let load = use_callback(move |source: WasmInput<'static>| {
        let store = store.clone();
        plugin.set(None);
        spawn(async move {
            match plugins::load(source, &store).await {
                Ok(new) => {
                    plugin.set(Some(Rc::new(new)));
                    shown.set(Shown::Nothing);
                }
                Err(error) => shown.set(Shown::error(&error)),
            }
        });
    });
    let choose = move |name: String| match name.as_str() {
        "count_vowels" => load(COUNT_VOWELS.into()),
        "host_rust" => load(HOST_RUST.into()),
        url => load(url.to_owned().into()),
    };
    let from_file = move |event: FormEvent| async move {
        let Some(file) = event.files().into_iter().next() else {
            return;
        };
        match file.read_bytes().await {
            Ok(bytes) => load(bytes.to_vec().into()),
            Err(error) => shown.set(Shown::Error(error.to_string())),
        }
    };
    let run = move |_| async move {
        let Some(plugin) = plugin() else { return };
        shown.set(match plugins::call(&plugin, &function(), &input()).await {
            Ok(output) => Shown::Output(output),
            Err(error) => Shown::error(&error),
        });
    };
    use_hook(|| choose("count_vowels".into()));

    rsx! {
        h1 { "Plug-ins in Dioxus" }
        label {
            "Plug-in "
            select { id: "plugin", onchange: move |event| choose(event.value()),
                option { value: "count_vowels", "count_vowels" }
                option { value: "host_rust", "host_rust, which uses host functions" }
                option { value: "absent.wasm", "one that is not there" }
            }
        }
        label {
            "or a file "
            input { id: "file", r#type: "file", accept: ".wasm", onchange: from_file }
        }
        label {
            "Function "
            input { id: "function", value: "{function}", oninput: move |event| function.set(event.value()) }
        }
        label {
            "Input "
            input { id: "input", value: "{input}", oninput: move |event| input.set(event.value()) }
        }
        p {
            button { id: "run", disabled: plugin.read().is_none(), onclick: run, "Call" }
        }
        match shown() {
            Shown::Nothing => rsx! {},
            Shown::Output(text) => rsx! { output { id: "output", "{text}" } },
            Shown::Error(text) => rsx! { p { id: "error", role: "alert", "{text}" } },
        }
    }
}
