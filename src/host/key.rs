//! Keys: the names of vars, and what configuration is asked for.

use js_sys::Uint8Array;

use crate::error::{room_for, Result};
use crate::room::{need_stack, FRAMES};

/// The longest key that there can be.
pub(super) const LONGEST_KEY: u32 = 1 << 24;

const SHORT: u32 = 1 << 12;

/// A key as bytes of the host's own, whose memory never shrinks: a longer one is cut off, and so is no key that there is.
///
/// # Errors
/// No room.
pub fn key(bytes: &Uint8Array) -> Result<Vec<u8>> {
    let bytes = bytes.subarray(0, LONGEST_KEY + 1);
    need_stack(FRAMES);
    // For short ones there is room since the call began.
    if bytes.length() > SHORT {
        room_for(bytes.length() as usize)?;
    }
    Ok(bytes.to_vec())
}
