//! With the feature `embed`: compiles this crate's own source to the kernel module, by one call of the compiler.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{exit, Command};

#[path = "build/trim.rs"]
mod trim;

const TARGET: &str = "wasm32-unknown-unknown";

/// One page for a start, and the memory's `maximum` is for whoever instantiates the module to choose. The stack is not
/// used, but by default the linker keeps 16 pages for it.
const LINK_ARGS: [&str; 7] = [
    "--import-memory",
    "--stack-first",
    "-zstack-size=4096",
    "--initial-memory=65536",
    "--max-memory=4294967296",
    "--strip-all",
    "--compress-relocations",
];

fn main() {
    println!("cargo::rustc-check-cfg=cfg(kernel_module)");
    for path in ["build.rs", "build", "src"] {
        println!("cargo::rerun-if-changed={path}");
    }
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    let (Some(source), Some(out)) = (env::var_os("CARGO_MANIFEST_DIR"), env::var_os("OUT_DIR")) else {
        fail("this build script runs under cargo only");
    };
    let module = PathBuf::from(out).join("kernel.wasm");
    compile(&PathBuf::from(source), &module);
    let Some(trimmed) = std::fs::read(&module).ok().and_then(|bytes| trim::trim(&bytes)) else {
        fail("the compiled kernel is not a module as expected");
    };
    if let Err(error) = std::fs::write(&module, trimmed) {
        fail(&format!("cannot write {}: {error}", module.display()));
    }
}

/// Calls the compiler that cargo uses. Flags and wrappers meant for other crates do not apply here: the module depends
/// on the compiler alone.
fn compile(source: &Path, module: &Path) {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| OsStr::new("rustc").to_owned());
    let mut command = Command::new(&rustc);
    command
        .current_dir(source)
        .args([
            "--edition",
            "2021",
            "--crate-name",
            "kernel",
            "--crate-type",
            "cdylib",
        ])
        .args([
            "--target",
            TARGET,
            "--cfg",
            "kernel_module",
            "--cap-lints",
            "allow",
        ])
        .args([
            "-C",
            "opt-level=z",
            "-C",
            "lto=fat",
            "-C",
            "codegen-units=1",
            "-C",
            "panic=abort",
        ])
        .args([
            "-C",
            "overflow-checks=off",
            "-C",
            "debug-assertions=off",
            "-C",
            "strip=symbols",
        ]);
    for argument in LINK_ARGS {
        command.arg("-C").arg(format!("link-arg={argument}"));
    }
    command.arg("-o").arg(module).arg("src/lib.rs");
    match command.status() {
        Ok(status) if status.success() => {}
        Ok(status) => fail(&format!(
            "compiling the kernel for {TARGET} failed ({status}); does the compiler {} have that target's standard \
             library? With rustup: rustup target add {TARGET}",
            rustc.to_string_lossy()
        )),
        Err(error) => fail(&format!("cannot run the compiler {}: {error}", rustc.to_string_lossy())),
    }
}

fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    exit(1)
}
