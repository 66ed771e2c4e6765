//! What the kernel exports to the host.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The kernel instance's exports; calling them as methods costs no property look-up by name in Rust.
    #[derive(Clone)]
    pub(super) type Exports;
    #[wasm_bindgen(method)]
    pub(super) fn host_begin(this: &Exports, len: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_reset(this: &Exports);
    #[wasm_bindgen(method)]
    pub(super) fn host_alloc(this: &Exports, len: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_free(this: &Exports, addr: u32);
    #[wasm_bindgen(method)]
    pub(super) fn host_discard(this: &Exports, addr: u32);
    #[wasm_bindgen(method)]
    pub(super) fn host_length(this: &Exports, addr: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_readable(this: &Exports, addr: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_status(this: &Exports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_output_offset(this: &Exports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_output_length(this: &Exports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_error_offset(this: &Exports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_bytes_in_use(this: &Exports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_next_block(this: &Exports, addr: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_extent(this: &Exports) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn host_raise_watermark(this: &Exports, mark: u32);
    #[wasm_bindgen(method)]
    pub(super) fn host_reserve(this: &Exports, end: u32) -> u32;
    #[wasm_bindgen(method)]
    pub(super) fn error_get(this: &Exports) -> u64;
    #[wasm_bindgen(method)]
    pub(super) fn error_set(this: &Exports, handle: u64);
    #[wasm_bindgen(method)]
    pub(super) fn alloc(this: &Exports, len: u64) -> u64;
}

#[cfg(test)]
mod tests {
    use extism_web_kernel::abi::{HOST_EXPORTS, PLUGIN_EXPORTS};
    use extism_web_kernel::heap::status;

    /// What follows a text wherever it stands, as long as it is a name.
    fn names_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
        let name = |rest: &'a str| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
        text.split(before).skip(1).filter_map(name).collect()
    }

    /// The names here cannot be made of the kernel's own: the glue wants them as text.
    #[test]
    fn the_kernel_has_what_is_called_here() {
        let source = include_str!("exports.rs")
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default();
        let names = names_after(source, "pub(super) fn ");
        assert!(names.len() > 10);
        for name in names {
            assert!(
                HOST_EXPORTS.contains(&name) || PLUGIN_EXPORTS.contains(&name),
                "{name}"
            );
        }
    }

    #[test]
    fn javascript_calls_what_the_kernel_has_and_knows_its_status() {
        let source = include_str!("../../js/direct-calls.js");
        let names = names_after(source, "host_");
        assert!(names.len() > 3);
        for name in names {
            assert!(
                HOST_EXPORTS.contains(&format!("host_{name}").as_str()),
                "host_{name}"
            );
        }
        assert!(source.contains(&format!("const OUTPUT = {};", status::OUTPUT)));
    }
}
