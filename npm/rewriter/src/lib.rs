//! What the npm package loads when a module's bytes must be read or changed before it is compiled. Each function takes its bytes by the
//! imports, and gives where its result lies until the next call (address in the upper half, length in the lower), or 0 where there is
//! none. js/rewriter.js is what calls this.

use std::cell::RefCell;

use extism_web_rewriter::{cap_memories, Bytes};

#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

thread_local! {
    static RESULT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

#[link(wasm_import_module = "env")]
extern "C" {
    /// How many bytes there are.
    fn length() -> u32;
    /// Copies those from `start` to `end` to an address that has room for them.
    fn part(start: u32, end: u32, to: *mut u8);
}

struct Given;

impl Bytes for Given {
    fn length(&self) -> u32 {
        // SAFETY: it takes and gives a number.
        unsafe { length() }
    }

    fn part(&self, start: u32, end: u32) -> Vec<u8> {
        let end = end.min(self.length());
        let mut bytes = vec![0; end.saturating_sub(start) as usize];
        if !bytes.is_empty() {
            // SAFETY: there is room for exactly that many bytes.
            unsafe { part(start, end, bytes.as_mut_ptr()) };
        }
        bytes
    }
}

fn given(bytes: Option<Vec<u8>>) -> u64 {
    let is_there = bytes.is_some();
    RESULT.set(bytes.unwrap_or_default());
    RESULT.with_borrow(|result| {
        if is_there {
            (result.as_ptr() as u64) << 32 | result.len() as u64
        } else {
            0
        }
    })
}

/// `Signatures::to_bytes` of a module.
#[no_mangle]
pub extern "C" fn signatures() -> u64 {
    given(extism_web_rewriter::signatures(&Given).map(|found| found.to_bytes()))
}

/// `Replacement::to_bytes` of `cap_memories` of a module.
#[no_mangle]
pub extern "C" fn limits(max_pages: u32) -> u64 {
    given(cap_memories(&Given, max_pages).map(|found| found.to_bytes()))
}
