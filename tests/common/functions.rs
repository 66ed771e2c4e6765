//! Host functions.

use std::cell::RefCell;
use std::rc::Rc;

use extism_web::{
    host_fn, Code, CurrentPlugin, Error, Function, Plugin, PluginBuilder, UserData, Val, ValType, PTR,
};
use wasm_bindgen_test::wasm_bindgen_test;

use super::{plugin, HOST_FNS, HOST_RUST, HOST_START, HOST_WIDE};

type Store = std::collections::BTreeMap<String, Vec<u8>>;

host_fn!(kv_read(store: Store; key: String) -> Vec<u8> {
    let store = store.get()?;
    let store = store.lock()?;
    store.get(&key).cloned().ok_or_else(|| Error::msg(format!("there is no {key}")))
});

host_fn!(kv_write(store: Store; key: String, value: Vec<u8>) {
    store.get()?.lock()?.insert(key, value);
    Ok(())
});

host_fn!(pub reverse(text: String) -> String {
    Ok(text.chars().rev().collect::<String>())
});

fn key_value_store(store: &UserData<Store>) -> [Function; 3] {
    [
        Function::new("kv_read", [PTR], [PTR], store.clone(), kv_read),
        Function::new("kv_write", [PTR, PTR], [], store.clone(), kv_write),
        Function::new("reverse", [PTR], [PTR], UserData::new(()), reverse),
    ]
}

/// A function of the namespace of the plug-in `host_fns`.
fn of_host<F>(name: &str, params: &[ValType], results: &[ValType], f: F) -> Function
where
    F: 'static + Fn(&mut CurrentPlugin, &[Val], &mut [Val], UserData<()>) -> Result<(), Error>,
{
    Function::new(name, params.to_vec(), results.to_vec(), UserData::new(()), f).with_namespace("host")
}

/// All of the functions that `host_fns` imports, `handle` of which is given.
pub(super) fn all_of_host<F>(handle: F) -> Vec<Function>
where
    F: 'static + Fn(&mut CurrentPlugin, &[Val], &mut [Val], UserData<()>) -> Result<(), Error>,
{
    use ValType::{F32, F64, I32, I64};
    let same = |_: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _: UserData<()>| {
        outputs[0] = inputs[0];
        Ok(())
    };
    vec![
        of_host("i32", &[I32], &[I32], same),
        of_host("i64", &[I64], &[I64], same),
        of_host("f32", &[F32], &[F32], same),
        of_host("f64", &[F64], &[F64], same),
        of_host("void", &[], &[], |_, _, _, _| Ok(())),
        of_host("mixed", &[I32, I64, F32, F64], &[F64], |_, inputs, outputs, _| {
            let sum = f64::from(inputs[0].unwrap_i32())
                + inputs[1].unwrap_i64() as f64
                + f64::from(inputs[2].unwrap_f32())
                + inputs[3].unwrap_f64();
            outputs[0] = sum.into();
            Ok(())
        }),
        of_host("handle", &[I64], &[I64], handle),
    ]
}

fn shout(
    plugin: &mut CurrentPlugin,
    inputs: &[Val],
    outputs: &mut [Val],
    _: UserData<()>,
) -> Result<(), Error> {
    let text: String = plugin.memory_get_val(&inputs[0])?;
    plugin.memory_set_val(&mut outputs[0], text.to_uppercase())
}

#[wasm_bindgen_test]
async fn a_pdk_calls_functions_that_share_data() {
    let store = UserData::new(Store::new());
    let plugin = plugin(HOST_RUST, key_value_store(&store)).await;
    assert_eq!(plugin.call::<_, String>("write", "name=Zoë").unwrap(), "Zoë");
    assert_eq!(plugin.call::<_, String>("reversed", "añb").unwrap(), "bña");
    assert_eq!(store.get().unwrap().lock().unwrap()["name"], "Zoë".as_bytes());
    let error = plugin.call::<_, String>("read", "nothing").unwrap_err();
    assert_eq!(error.to_string(), "there is no nothing");
    assert_eq!(error.code(), Some(Code::HostFunction));
    assert_eq!(
        plugin.call_async::<_, String>("read", "name").await.unwrap(),
        "Zoë"
    );
}

#[wasm_bindgen_test]
async fn numbers_of_every_type_pass() {
    let plugin = plugin(HOST_FNS, all_of_host(shout)).await;
    for bits in [0_u64, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff] {
        assert_eq!(plugin.call::<_, u64>("i32", bits).unwrap(), bits, "i32 {bits:#x}");
    }
    for bits in [0_u64, 1, u64::MAX, 1 << 63, (1 << 53) + 1] {
        assert_eq!(plugin.call::<_, u64>("i64", bits).unwrap(), bits, "i64 {bits:#x}");
    }
    for number in [0.0_f64, -0.0, 0.1, f64::MAX, f64::INFINITY] {
        assert_eq!(plugin.call::<_, u64>("f64", number).unwrap(), number.to_bits());
        let narrow = u64::from((number as f32).to_bits());
        assert_eq!(plugin.call::<_, u64>("f32", narrow).unwrap(), narrow);
    }
    let mut input = Vec::new();
    input.extend(u64::from(-1_i32 as u32).to_le_bytes());
    input.extend(10_i64.to_le_bytes());
    input.extend(u64::from(0.5_f32.to_bits()).to_le_bytes());
    input.extend(0.25_f64.to_le_bytes());
    assert_eq!(plugin.call::<_, f64>("mixed", &input).unwrap(), 9.75);
    let () = plugin.call("void", "").unwrap();
    assert_eq!(plugin.call::<_, String>("handle", "quiet").unwrap(), "QUIET");
}

#[wasm_bindgen_test]
async fn functions_can_take_many_arguments() {
    use ValType::{F32, F64, I32, I64};
    let types = [I32, I64, F32, F64].repeat(3);
    let wide = of_host("wide", &types, &[I64], |_, inputs, outputs, _| {
        assert_eq!(inputs[11], Val::from(12.0_f64));
        let numbers = inputs.iter().map(|value| match *value {
            Val::I32(value) => i64::from(value),
            Val::I64(value) => value,
            ref other => other.f64().or(other.f32().map(f64::from)).unwrap() as i64,
        });
        outputs[0] = numbers.sum::<i64>().into();
        Ok(())
    });
    let plugin = plugin(HOST_WIDE, [wide]).await;
    assert_eq!(plugin.call::<_, String>("run", "").unwrap(), "78");
}

#[wasm_bindgen_test]
async fn memory_vars_and_errors_are_at_hand() {
    let handle = |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], _: UserData<()>| {
        let block = plugin.memory_from_val(&inputs[0]).unwrap();
        assert_eq!(plugin.memory_bytes(block)?, b"input");
        assert_eq!(plugin.memory_str(block)?, "input");
        assert_eq!(plugin.memory_get::<&str>(block)?, "input");
        assert_eq!(plugin.memory_length(block.offset())?, 5);
        assert_eq!(plugin.memory_handle(block.offset()), Some(block));
        assert_eq!(plugin.memory_handle(7), None);
        plugin.memory_update(block, |bytes| bytes.make_ascii_uppercase())?;
        let mut vars = plugin.vars_mut();
        assert!(vars.is_empty());
        vars.insert("count".into(), b"1".to_vec());
        drop(vars);
        plugin.set_var("other", 7_u32)?;
        assert_eq!(plugin.var::<u32>("other")?, Some(7));
        plugin.remove_var("other")?;
        assert_eq!(plugin.vars().into_keys().collect::<Vec<_>>(), ["count"]);
        plugin.set_error("not this time")?;
        assert_eq!(plugin.get_error(), Some("not this time"));
        plugin.clear_error();
        assert_eq!(plugin.get_error(), None);
        let spare = plugin.memory_alloc(3)?;
        plugin.memory_free(spare)?;
        assert!(plugin.memory_bytes(spare).is_err(), "freed");
        assert!(
            plugin.memory_get_val::<String>(&Val::I32(1)).is_err(),
            "no handle"
        );
        outputs[0] = plugin.memory_to_val(block);
        Ok(())
    };
    let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
    assert_eq!(plugin.call::<_, String>("handle", "input").unwrap(), "INPUT");
}

#[wasm_bindgen_test]
async fn vars_that_are_too_large_fail_the_function() {
    let handle = |plugin: &mut CurrentPlugin, _: &[Val], _: &mut [Val], _: UserData<()>| {
        plugin.vars_mut().insert("big".into(), vec![0; 2 << 20]);
        Ok(())
    };
    let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
    let error = plugin.call::<_, ()>("handle", "x").unwrap_err();
    assert_eq!(error.code(), Some(Code::VarLimit), "{error}");
}

#[wasm_bindgen_test]
async fn each_call_has_its_context() {
    let handle = |plugin: &mut CurrentPlugin, _: &[Val], outputs: &mut [Val], _: UserData<()>| {
        let list = plugin.host_context::<Vec<u32>>()?;
        list.push(1);
        let text = format!("{list:?}");
        plugin.memory_set_val(&mut outputs[0], text)
    };
    let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
    let output: String = plugin.call_with_host_context("handle", "x", vec![7_u32]).unwrap();
    assert_eq!(output, "[7, 1]");
    let output: String = plugin
        .call_async_with_host_context("handle", "x", Vec::<u32>::new())
        .await
        .unwrap();
    assert_eq!(output, "[1]");
    let error = plugin
        .call_with_host_context::<_, (), _>("handle", "x", 5_u8)
        .unwrap_err();
    assert!(error.to_string().contains("of another type"), "{error}");
    let error = plugin.call::<_, ()>("handle", "x").unwrap_err();
    assert!(error.to_string().contains("no host context"), "{error}");
}

#[wasm_bindgen_test]
async fn calls_inside_calls_are_refused_and_the_outer_one_goes_on() {
    let slot: Rc<RefCell<Option<Rc<Plugin>>>> = Rc::default();
    let inner = slot.clone();
    let handle =
        move |current: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], data: UserData<()>| {
            let plugin = inner.borrow().clone().unwrap();
            assert!(plugin.is_active());
            let error = plugin.call::<_, ()>("void", "").unwrap_err();
            assert_eq!(error.code(), Some(Code::Reentrant));
            assert_eq!(plugin.reset().unwrap_err().code(), Some(Code::Reentrant));
            shout(current, inputs, outputs, data)
        };
    let plugin = Rc::new(plugin(HOST_FNS, all_of_host(handle)).await);
    *slot.borrow_mut() = Some(plugin.clone());
    assert_eq!(plugin.call::<_, String>("handle", "abc").unwrap(), "ABC");
    assert!(!plugin.is_active());
    slot.take();
}

#[wasm_bindgen_test]
async fn data_that_is_borrowed_twice_is_an_error() {
    let data = UserData::new(1_u32);
    let (outer, inner) = (data.clone(), data.clone());
    let handle =
        move |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], unit: UserData<()>| {
            outer.with(|_| inner.with(|_| ()))??;
            shout(plugin, inputs, outputs, unit)
        };
    let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
    let error = plugin.call::<_, ()>("handle", "x").unwrap_err();
    assert!(error.to_string().contains("borrowed already"), "{error}");
    let () = plugin.call("void", "").unwrap();
    assert_eq!(data.with(|value| *value).unwrap(), 1);
}

#[wasm_bindgen_test]
async fn functions_of_another_type_are_refused_by_name() {
    let mut functions = all_of_host(shout);
    functions[6] = of_host("handle", &[ValType::I32], &[PTR], shout);
    let error = Plugin::new(HOST_FNS, functions, false).await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Link));
    let text = "host function \"host\" \"handle\" takes (i32) and returns (i64), and the plug-in imports it with (i64) and (i64)";
    assert_eq!(error.to_string(), text);
    let mut functions = all_of_host(shout);
    functions[6] = of_host("handle", &[ValType::V128], &[PTR], shout);
    let error = Plugin::new(HOST_FNS, functions, false).await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Unsupported));
}

#[wasm_bindgen_test]
async fn functions_that_are_missing_or_given_twice_are_named() {
    let error = Plugin::new(HOST_FNS, [], false).await.unwrap_err();
    assert_eq!(error.code(), Some(Code::Link));
    assert!(
        error
            .to_string()
            .contains("PluginBuilder::with_function_in_namespace(\"host\", \"i32\""),
        "{error}"
    );
    let store = UserData::new(Store::new());
    let elsewhere = key_value_store(&store).map(|function| function.with_namespace("env"));
    let error = Plugin::new(HOST_RUST, elsewhere, false).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("in \"env\", and it belongs in \"extism:host/user\""),
        "{error}"
    );
    let twice = key_value_store(&store).into_iter().chain(key_value_store(&store));
    let error = Plugin::new(HOST_RUST, twice, false).await.unwrap_err();
    assert_eq!(error.code(), Some(Code::InvalidOption));
    assert!(
        error.to_string().contains("\"kv_read\" is given twice"),
        "{error}"
    );
}

#[wasm_bindgen_test]
async fn results_of_another_type_are_refused() {
    let handle = |_: &mut CurrentPlugin, _: &[Val], outputs: &mut [Val], _: UserData<()>| {
        outputs[0] = Val::I32(1);
        Ok(())
    };
    let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
    let error = plugin.call::<_, ()>("handle", "x").unwrap_err();
    assert_eq!(error.code(), Some(Code::HostFunction));
    assert!(
        error
            .to_string()
            .contains("must return (i64), and returned (i32)"),
        "{error}"
    );
    let () = plugin.call("void", "").unwrap();
}

#[wasm_bindgen_test]
async fn a_panic_ends_the_call_and_names_the_function() {
    let handle = |_: &mut CurrentPlugin, _: &[Val], _: &mut [Val], _: UserData<()>| -> Result<(), Error> {
        panic!("out of patience");
    };
    let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
    let error = plugin.call::<_, ()>("handle", "x").unwrap_err();
    assert_eq!(error.code(), Some(Code::HostFunction));
    assert!(
        error
            .to_string()
            .starts_with("host function \"host\" \"handle\" panicked"),
        "{error}"
    );
    assert!(error.cause().is_some());
    let () = plugin.call("void", "").unwrap();
    let error = plugin.call_async::<_, ()>("handle", "x").await.unwrap_err();
    assert_eq!(error.code(), Some(Code::HostFunction));
    assert_eq!(plugin.call::<_, u64>("i64", 5_u64).unwrap(), 5);
}

#[wasm_bindgen_test]
async fn errors_of_all_kinds_come_out_as_they_went_in() {
    let kinds: [fn() -> Error; 4] = [
        || std::io::Error::other("no disk").into(),
        || anyhow::anyhow!("inner").context("outer").into(),
        || wasm_bindgen::JsValue::from("thrown").into(),
        || "x".parse::<u8>().unwrap_err().into(),
    ];
    for (kind, text) in kinds.into_iter().zip([
        "no disk",
        "outer: inner",
        "thrown",
        "invalid digit found in string",
    ]) {
        let handle = move |_: &mut CurrentPlugin, _: &[Val], _: &mut [Val], _: UserData<()>| Err(kind());
        let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
        let error = plugin.call::<_, ()>("handle", "x").unwrap_err();
        assert_eq!(error.to_string(), text);
    }
}

#[wasm_bindgen_test]
async fn functions_work_while_a_plugin_starts() {
    let plugin = PluginBuilder::new(HOST_START)
        .with_function_in_namespace(
            "host",
            "i32",
            [ValType::I32],
            [ValType::I32],
            UserData::new(41),
            |_, inputs, outputs, data| {
                let more = data.with(|more| *more)?;
                outputs[0] = Val::I32(inputs[0].unwrap_i32() + more);
                Ok(())
            },
        )
        .build()
        .await
        .unwrap();
    assert_eq!(plugin.call::<_, String>("run", "").unwrap(), "41");
    assert!(plugin.call::<_, ()>("trap", "").is_err());
    assert_eq!(plugin.call::<_, String>("call", "1").unwrap(), "42");
}

#[wasm_bindgen_test]
async fn a_dropped_plugin_lets_go_of_what_its_functions_hold() {
    let held = Rc::new(());
    for _ in 0..3 {
        let mine = held.clone();
        let handle =
            move |plugin: &mut CurrentPlugin, inputs: &[Val], outputs: &mut [Val], data: UserData<()>| {
                let _mine = &mine;
                shout(plugin, inputs, outputs, data)
            };
        let plugin = plugin(HOST_FNS, all_of_host(handle)).await;
        assert_eq!(plugin.call::<_, String>("handle", "a").unwrap(), "A");
        assert_eq!(Rc::strong_count(&held), 2);
    }
    assert_eq!(Rc::strong_count(&held), 1);
}
