//! Runs plug-ins in a Leptos application: choose one, call it, see what it says or what went wrong.

#[path = "../../common/plugins.rs"]
mod plugins;

use std::rc::Rc;

use extism_web::{Error, Plugin, UserData};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::{js_sys, JsFuture};

use plugins::{Shown, Store};

fn main() {
    mount_to_body(App);
}

#[component]
fn App() -> impl IntoView {
    let store = UserData::new(Store::new());
    let plugin = RwSignal::new_local(None::<Rc<Plugin>>);
    let shown = RwSignal::new(Shown::Nothing);
    let (function, set_function) = signal(String::from("count_vowels"));
    let (input, set_input) = signal(String::from("Hello, World!"));

    let fail = move |error: Error| shown.set(Shown::error(&error));
    let loaded = move |result: Result<Plugin, Error>| match result {
        Ok(new) => {
            plugin.set(Some(Rc::new(new)));
            shown.set(Shown::Nothing);
        }
        Err(error) => fail(error),
    };

    let from_url = {
        let store = store.clone();
        move |url: String| {
            let store = store.clone();
            plugin.set(None);
            spawn_local(async move { loaded(plugins::load(url, &store).await) });
        }
    };
    let from_file = move |event: web_sys::Event| {
        let chosen = event_target::<web_sys::HtmlInputElement>(&event)
            .files()
            .and_then(|files| files.get(0));
        let (Some(file), store) = (chosen, store.clone()) else {
            return;
        };
        plugin.set(None);
        spawn_local(async move {
            let bytes = JsFuture::from(file.array_buffer()).await.map_err(Error::from);
            match bytes {
                Ok(bytes) => loaded(plugins::load(js_sys::Uint8Array::new(&bytes), &store).await),
                Err(error) => fail(error),
            }
        });
    };
    let run = move |_| {
        let Some(plugin) = plugin.get() else { return };
        spawn_local(async move {
            match plugins::call(&plugin, &function.get_untracked(), &input.get_untracked()).await {
                Ok(output) => shown.set(Shown::Output(output)),
                Err(error) => fail(error),
            }
        });
    };
    from_url("count_vowels.wasm".into());

    view! {
        <h1>"Plug-ins in Leptos"</h1>
        <label>
            "Plug-in "
            <select id="plugin" on:change=move |event| from_url(event_target_value(&event))>
                <option value="count_vowels.wasm">"count_vowels"</option>
                <option value="host_rust.wasm">"host_rust, which uses host functions"</option>
                <option value="absent.wasm">"one that is not there"</option>
            </select>
        </label>
        <label>"or a file " <input id="file" type="file" accept=".wasm" on:change=from_file/></label>
        <label>
            "Function "
            <input id="function" prop:value=function on:input=move |event| set_function.set(event_target_value(&event))/>
        </label>
        <label>
            "Input " <input id="input" prop:value=input on:input=move |event| set_input.set(event_target_value(&event))/>
        </label>
        <p>
            <button id="run" disabled=move || plugin.with(Option::is_none) on:click=run>"Call"</button>
        </p>
        {move || match shown.get() {
            Shown::Nothing => ().into_any(),
            Shown::Output(text) => view! { <output id="output">{text}</output> }.into_any(),
            Shown::Error(text) => view! { <p id="error" role="alert">{text}</p> }.into_any(),
        }}
    }
}
