//! With the feature `embed`: compiles this crate's own source to the kernel module, by one call of the compiler.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{exit, Command};

/// What the module exports; `src/abi.rs` defines each.
const EXPORTS: [&str; 28] = [
    "alloc",
    "free",
    "length",
    "length_unsafe",
    "load_u8",
    "load_u64",
    "store_u8",
    "store_u64",
    "input_offset",
    "input_length",
    "input_load_u8",
    "input_load_u64",
    "output_set",
    "error_set",
    "error_get",
    "host_begin",
    "host_input_truncate",
    "host_reset",
    "host_alloc",
    "host_free",
    "host_length",
    "host_output_offset",
    "host_output_length",
    "host_error_offset",
    "host_status",
    "host_bytes_in_use",
    "host_blocks_in_use",
    "host_next_block",
];

const TARGET: &str = "wasm32-unknown-unknown";

fn main() {
    println!("cargo::rustc-check-cfg=cfg(kernel_module)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src");
    if env::var_os("CARGO_FEATURE_EMBED").is_none() {
        return;
    }
    let (Some(source), Some(out)) = (env::var_os("CARGO_MANIFEST_DIR"), env::var_os("OUT_DIR")) else {
        fail("this build script runs under cargo only");
    };
    compile(&PathBuf::from(source), &PathBuf::from(out).join("kernel.wasm"));
}

/// Calls the compiler that cargo uses. Its flags and wrappers for other crates do not apply: the module depends on the
/// compiler alone.
fn compile(source: &Path, module: &Path) {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let mut command = Command::new(&rustc);
    command
        .current_dir(source)
        .args(["--edition", "2021", "--crate-name", "kernel", "--crate-type", "bin"])
        .args(["--target", TARGET, "--cfg", "kernel_module", "--cap-lints", "allow"])
        .args(["-C", "opt-level=s", "-C", "panic=abort", "-C", "lto=fat", "-C", "codegen-units=1"])
        .args(["-C", "strip=symbols", "-C", "overflow-checks=off", "-C", "debug-assertions=off"]);
    for argument in [
        "--no-entry",
        "--import-memory",
        "-zstack-size=4096",
        "--stack-first",
        "--initial-memory=65536",
        "--max-memory=4294967296",
    ] {
        command.arg("-C").arg(format!("link-arg={argument}"));
    }
    for name in EXPORTS {
        command.arg("-C").arg(format!("link-arg=--export={name}"));
    }
    command.arg("-o").arg(module).arg("src/lib.rs");
    match command.status() {
        Ok(status) if status.success() => {}
        Ok(status) => fail(&format!(
            "compiling the kernel for {TARGET} failed ({status}). Does {} have that target's standard library? \
             With rustup: rustup target add {TARGET}",
            rustc.to_string_lossy()
        )),
        Err(error) => fail(&format!("cannot run {}: {error}", rustc.to_string_lossy())),
    }
}

fn fail(message: &str) -> ! {
    println!("cargo::error={message}");
    exit(1)
}
