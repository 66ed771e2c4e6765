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
