//! Plans of modules that are nothing but their imports and exports.

use extism_web_rewriter::Signature;
use wasm_bindgen::JsValue;

use super::{Given, Plan, Provider};
use crate::error::{Code, Error, Result};
use crate::face::{Face, Terms, WasiContext};
use crate::linker::WASI;
use crate::rows::Row;

/// A module: its name, its imports (`module name kind`), its exports (`name kind`).
type Shape = (&'static str, &'static [&'static str], &'static [&'static str]);

fn rows(texts: &[&str], has_module: bool) -> Vec<Row> {
    let row = |text: &&str| {
        let mut words = text.split(' ').map(String::from);
        let module = if has_module { words.next() } else { None };
        let mut word = || words.next().unwrap_or_default();
        Row {
            module: module.unwrap_or_default(),
            name: word(),
            kind: word(),
        }
    };
    texts.iter().map(row).collect()
}

struct Shapes {
    modules: Vec<(&'static str, Vec<Row>, Vec<Row>)>,
    wasi: bool,
}

impl Given for Shapes {
    fn count(&self) -> usize {
        self.modules.len()
    }

    fn main(&self) -> usize {
        self.modules.len() - 1
    }

    fn name(&self, module: usize) -> &str {
        self.modules[module].0
    }

    fn imports(&self, module: usize) -> &[Row] {
        &self.modules[module].1
    }

    fn exports(&self, module: usize) -> Result<Vec<Row>> {
        let exports = &self.modules[module].2;
        let row = |row: &Row| Row {
            module: String::new(),
            name: row.name.clone(),
            kind: row.kind.clone(),
        };
        Ok(exports.iter().map(row).collect())
    }

    fn host_has(&self, module: &str, name: &str) -> bool {
        matches!(
            (module, name),
            ("extism:host/env", "alloc") | ("extism:host/user", "mine")
        )
    }

    fn host_has_module(&self, module: &str) -> bool {
        matches!(module, "extism:host/env" | "extism:host/user")
    }

    fn wasi_has(&self, name: &str) -> Option<bool> {
        self.wasi.then_some(name == "fd_write")
    }
}

/// An application with one host function, `mine`.
struct Application;

impl Face for Application {
    fn function(&self, _: &str, _: &str, _: Option<&Signature>, _: bool) -> Result<Option<JsValue>> {
        Ok(None)
    }

    fn is_async(&self, _: &str, _: &str) -> bool {
        false
    }

    fn may_wait(&self, _: &str, _: &str) -> bool {
        false
    }

    fn namespaces_of(&self, name: &str) -> String {
        if name == "mine" {
            "\"extism:host/user\"".into()
        } else {
            String::new()
        }
    }

    fn how_to_give(&self, namespace: &str, name: &str) -> String {
        format!("functions[{namespace}][{name}]")
    }

    fn terms(&self) -> &'static Terms {
        &Terms {
            functions_have: "functions has",
            use_wasi: "useWasi",
            run_in_worker: "runInWorker",
            call_at_once: "callSync",
            call_waiting: "call",
        }
    }

    fn take_thrown(&self, _: &JsValue) -> Option<Error> {
        None
    }

    fn reaches_kernel(&self) -> bool {
        false
    }

    fn wasi(&self) -> std::result::Result<Option<WasiContext>, JsValue> {
        Ok(None)
    }

    fn stderr(&self) -> String {
        String::new()
    }
}

fn plan_with(modules: &[Shape], wasi: bool) -> Result<Plan> {
    let shape = |(name, imports, exports): &Shape| (*name, rows(imports, true), rows(exports, false));
    let modules = modules.iter().map(shape).collect();
    Plan::new(&Shapes { modules, wasi }, &Application)
}

fn plan(modules: &[Shape]) -> Result<Plan> {
    plan_with(modules, false)
}

/// The names of the modules in the order in which they are made.
fn order(plan: &Plan) -> Vec<&str> {
    let last = |step: &usize| plan.steps[*step].chain.last().map_or("", String::as_str);
    plan.order.iter().map(last).collect()
}

fn providers(plan: &Plan, step: usize) -> Vec<&Provider> {
    plan.steps[step]
        .imports
        .iter()
        .map(|import| &import.provider)
        .collect()
}

#[track_caller]
fn refused(modules: &[Shape], wanted: &str) {
    match plan(modules) {
        Ok(plan) => panic!("{plan:?}"),
        Err(error) => {
            assert_eq!(error.code(), Some(Code::Link));
            assert_eq!(error.to_string(), wanted);
        }
    }
}

#[test]
fn the_hosts_functions_need_no_step() {
    let plan = plan(&[(
        "main",
        &["extism:host/env alloc function", "extism:host/user mine function"],
        &[],
    )])
    .unwrap();
    assert_eq!(order(&plan), ["main"]);
    assert_eq!(plan.steps[Plan::MAIN].imports, []);
}

#[test]
fn modules_come_after_those_they_import() {
    let a: Shape = ("a", &["b f function"], &["f function"]);
    let b: Shape = ("b", &[], &["f function"]);
    let main: Shape = ("main", &["a f function", "b f function"], &[]);
    let plan = plan(&[a, b, main]).unwrap();
    assert_eq!(order(&plan), ["b", "a", "main"]);
    // `b` is one instance for both that import it.
    assert_eq!(
        providers(&plan, Plan::MAIN),
        [&Provider::Export(1), &Provider::Export(2)]
    );
    assert_eq!(providers(&plan, 1), [&Provider::Export(2)]);
    assert_eq!(plan.steps[2].chain, ["main", "a", "b"]);
}

#[test]
fn modules_that_nothing_imports_are_left_out() {
    let unused: Shape = ("unused", &["absent f function"], &[]);
    assert_eq!(order(&plan(&[unused, ("main", &[], &[])]).unwrap()), ["main"]);
}

#[test]
fn functions_may_go_round_in_a_cycle_and_nothing_else() {
    let a: Shape = ("a", &["main f function"], &["f function", "memory memory"]);
    let main: Shape = ("main", &["a f function"], &["f function", "memory memory"]);
    let cycle = plan(&[a, main]).unwrap();
    assert_eq!(order(&cycle), ["a", "main"]);
    assert_eq!(providers(&cycle, 1), [&Provider::Late(Plan::MAIN)]);
    refused(
        &[("a", &["main memory memory"], &["f function"]), main],
        "from module \"main\"/\"a\": cannot import \"main\" \"memory\"; circular imports of type=\"memory\" are not supported",
    );
}

#[test]
fn a_command_runs_for_each_importer() {
    let command: Shape = ("command", &[], &["_start function", "f function", "g function"]);
    let a: Shape = ("a", &["command f function"], &["f function"]);
    let main: Shape = (
        "main",
        &["a f function", "command f function", "command g function"],
        &[],
    );
    let plan = plan(&[command, a, main]).unwrap();
    assert_eq!(order(&plan), ["command", "a", "command", "main"]);
    // Both imports of one importer are of one instance.
    assert_eq!(
        providers(&plan, Plan::MAIN),
        [&Provider::Export(1), &Provider::Export(3), &Provider::Export(3)]
    );
}

#[test]
fn a_command_cannot_be_in_a_cycle() {
    let command: Shape = (
        "command",
        &["main f function"],
        &["_start function", "f function"],
    );
    let main: Shape = (
        "main",
        &["command f function"],
        &["_start function", "f function"],
    );
    refused(
        &[command, main],
        "from module \"main\"/\"command\": cannot import \"main\" \"f\"; a module with \"_start\" cannot be part of a cycle",
    );
}

#[test]
fn exports_must_be_there_and_of_the_kind() {
    let a: Shape = ("a", &[], &["f memory"]);
    for import in [&["a f function"], &["a g function"]] as [&'static [&'static str]; 2] {
        let name = import[0].split(' ').nth(1).unwrap_or_default();
        let text = format!("from module \"main\": cannot import \"a\" \"{name}\"; no export matched request");
        refused(&[a, ("main", import, &[])], &text);
    }
}

#[test]
fn the_host_comes_before_a_module_of_the_same_name() {
    let module: Shape = ("extism:host/user", &[], &["other function"]);
    let imports = &[
        "extism:host/user mine function",
        "extism:host/user other function",
    ];
    let plan = plan(&[module, ("main", imports, &[])]).unwrap();
    assert_eq!(providers(&plan, Plan::MAIN), [&Provider::Export(1)]);
}

#[test]
fn wasi_is_provided_where_it_is_on() {
    const IMPORTS: &[&str] = &["wasi_snapshot_preview1 fd_write function"];
    assert_eq!(WASI, "wasi_snapshot_preview1");
    let main: Shape = ("main", IMPORTS, &[]);
    assert_eq!(
        providers(&plan_with(&[main], true).unwrap(), Plan::MAIN),
        [&Provider::Wasi]
    );
    refused(&[main], "WASI is not enabled; see useWasi");
    for import in [
        &["wasi_snapshot_preview1 fd_fly function"],
        &["wasi_snapshot_preview1 fd_write memory"],
    ] as [&'static [&'static str]; 2]
    {
        let error = plan_with(&[("main", import, &[])], true).map(drop).unwrap_err();
        assert!(
            error.to_string().contains("WASI preview 1 has no such"),
            "{error}"
        );
    }
}

#[test]
fn what_is_missing_is_named_with_a_way_out() {
    let main = |imports| [("main", imports, &[] as &'static [&'static str])];
    for (imports, wanted) in [
        (
            &["env f function"] as &'static [&'static str],
            "cannot resolve import \"env\" \"f\": not provided by host imports nor linked manifest items; give it as functions[env][f]",
        ),
        (
            &["env mine function"],
            "cannot resolve import \"env\" \"mine\": not provided by host imports nor linked manifest items; functions has \"mine\" in \"extism:host/user\", and it belongs in \"env\"",
        ),
        (
            &["env memory memory"],
            "cannot resolve import \"env\" \"memory\": not provided by host imports nor linked manifest items",
        ),
        (
            &["extism:host/env new function"],
            "cannot resolve import \"extism:host/env\" \"new\" (\"extism:host/env\" is a host module, but does not contain \"new\"); the plug-in's PDK may be newer than this host",
        ),
        (
            &["extism:host/user absent function"],
            "cannot resolve import \"extism:host/user\" \"absent\" (\"extism:host/user\" is a host module, but does not contain \"absent\"); give it as functions[extism:host/user][absent]",
        ),
        (
            &["extism:host/env alloc global"],
            "cannot resolve import \"extism:host/env\" \"alloc\": the host provides functions, and this import is a global",
        ),
    ] {
        refused(&main(imports), &format!("from module \"main\": {wanted}"));
    }
    // Among several modules, one is missing rather than a function.
    let modules: [Shape; 2] = [
        ("a", &["b f function"], &["f function"]),
        ("main", &["a f function"], &[]),
    ];
    refused(&modules, "from module \"main\"/\"a\": cannot resolve import \"b\" \"f\": not provided by host imports nor linked manifest items");
}
