//! A stack of 64 KiB: nothing here calls itself, and an instance's memory begins with it.
fn main() {
    println!("cargo:rustc-link-arg-cdylib=-zstack-size=65536");
}
