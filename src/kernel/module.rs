//! The compiled kernel module, and the memories that it is instantiated over.

use std::cell::RefCell;

use js_sys::WebAssembly::{Memory, Module};
use js_sys::{Object, Uint8Array};
use wasm_bindgen::JsValue;

use crate::js::set;

/// One page below 4 GiB, so that the end of every block is a 32-bit number too.
const MAX_PAGES: u32 = 65535;

/// What to try for a shared memory, of which some engines reserve the maximum at once.
const SHARED_MAX_PAGES: [u32; 4] = [MAX_PAGES, 16384, 4096, 1024];

thread_local! {
    static MODULES: [RefCell<Option<Module>>; 2] = const { [const { RefCell::new(None) }; 2] };
}

/// The compiled kernel for a memory that is shared or not, one for all plug-ins of this thread. It is below every engine's
/// limit for compiling on a page's main thread.
pub(super) fn module(shared: bool) -> Result<Module, JsValue> {
    let known = MODULES.with(|slots| slots[usize::from(shared)].borrow().clone());
    if let Some(module) = known {
        return Ok(module);
    }
    let mut bytes = extism_web_kernel::WASM.to_vec();
    if shared {
        import_shared(&mut bytes);
    }
    let module = Module::new(&Uint8Array::from(bytes.as_slice()))?;
    MODULES.with(|slots| *slots[usize::from(shared)].borrow_mut() = Some(module.clone()));
    Ok(module)
}

/// Takes a kernel that was compiled elsewhere, for a memory that is not shared: where nothing can be compiled.
pub fn set_module(module: Module) {
    MODULES.with(|slots| *slots[0].borrow_mut() = Some(module));
}

/// Changes the limits flag of the module's memory import from 1 to 3: with a maximum, and shared.
fn import_shared(module: &mut [u8]) {
    const IMPORT: &[u8] = b"\x03env\x06memory\x02\x01";
    let found = module.windows(IMPORT.len()).position(|bytes| bytes == IMPORT);
    if let Some(flag) = found.and_then(|at| module.get_mut(at + IMPORT.len() - 1)) {
        *flag = 3;
    }
}

/// A memory of one page that grows to `max_pages` at most.
pub(super) fn memory(max_pages: Option<u32>) -> Result<Memory, JsValue> {
    Memory::new(&descriptor(max_pages.unwrap_or(MAX_PAGES))?)
}

fn descriptor(max_pages: u32) -> Result<Object, JsValue> {
    let descriptor = Object::new();
    set(&descriptor, "initial", &1.into())?;
    set(&descriptor, "maximum", &max_pages.min(MAX_PAGES).into())?;
    Ok(descriptor)
}

/// The same shared between threads. Where there is no room for a large maximum, it gets a lower one.
pub(super) fn shared_memory(max_pages: Option<u32>) -> Result<Memory, JsValue> {
    let mut refused = JsValue::UNDEFINED;
    let mut tried = u32::MAX;
    for pages in SHARED_MAX_PAGES {
        let pages = max_pages.map_or(pages, |most| most.min(pages));
        if pages == tried {
            continue;
        }
        tried = pages;
        let descriptor = descriptor(pages)?;
        set(&descriptor, "shared", &true.into())?;
        match Memory::new(&descriptor) {
            Err(error) if wasm_bindgen::JsCast::is_instance_of::<js_sys::RangeError>(&error) => {
                refused = error;
            }
            result => return result,
        }
    }
    Err(refused)
}

#[cfg(test)]
mod tests {
    use super::import_shared;

    #[test]
    fn the_module_for_shared_memory_differs_in_one_flag() {
        let mut patched = extism_web_kernel::WASM.to_vec();
        import_shared(&mut patched);
        let changes: Vec<_> = extism_web_kernel::WASM
            .iter()
            .zip(&patched)
            .filter(|(before, after)| before != after)
            .collect();
        assert_eq!(changes, [(&1, &3)]);
    }
}
