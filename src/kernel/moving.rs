//! The whole of a kernel's heap as bytes, to be carried to a kernel over another memory.

use extism_web_kernel::root::{Field, HEAP_START, ROOT};
use js_sys::Uint8Array;

use super::Kernel;
use crate::error::{Code, Error, Result};

const ROOT_BYTES: u32 = HEAP_START - ROOT;

/// The watermark comes first, and stays behind: it tells of the memory, not of the heap in it.
const CARRIED: u32 = Field::Bump as u32;
const _: () = assert!(Field::Dirty as u32 == 0 && CARRIED == 4);

impl Kernel {
    /// A copy of all that matters: the bytes from [`ROOT`] to the end of the live heap.
    pub fn snapshot(&self) -> Result<Uint8Array> {
        self.bytes.copy_out(ROOT, self.exports.host_extent() - ROOT)
    }

    /// Puts what `snapshot` gave, there or elsewhere, in the place of what is here.
    pub fn load(&self, snapshot: &Uint8Array) -> Result<()> {
        let len = snapshot.length();
        let Some(end) = ROOT.checked_add(len).filter(|_| is_whole(snapshot)) else {
            let text = format!("{len} bytes are not the memory of a kernel");
            return Err(Error::new(Code::InvalidInput, text));
        };
        if self.exports.host_reserve(end) == 0 {
            return Err(self.out_of_memory("the memory of the plug-in's kernel", len.into()));
        }
        self.exports.host_raise_watermark(len - ROOT_BYTES);
        self.bytes
            .copy_in(ROOT + CARRIED, &snapshot.subarray(CARRIED, len))
    }
}

/// Whether the live heap ends where the snapshot does. The kernel trusts its root, so this must be true.
fn is_whole(snapshot: &Uint8Array) -> bool {
    let root = snapshot.subarray(0, ROOT_BYTES).to_vec();
    let Some((_, rest)) = root.split_at_checked(CARRIED as usize) else {
        return false;
    };
    let Some((bump, _)) = rest.split_first_chunk() else {
        return false;
    };
    let heap = u32::from_le_bytes(*bump);
    root.len() == ROOT_BYTES as usize && heap % 16 == 0 && heap == snapshot.length() - ROOT_BYTES
}
