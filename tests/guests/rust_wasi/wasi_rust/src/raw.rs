//! WASI's own functions, where the standard library stands between.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{FromRawFd, RawFd};

use extism_pdk::*;
use serde::{Deserialize, Serialize};

use crate::outcome::Outcome;

#[link(wasm_import_module = "wasi_snapshot_preview1")]
extern "C" {
    fn clock_time_get(clock: u32, precision: u64, time: *mut u64) -> i32;
    fn random_get(buffer: *mut u8, length: usize) -> i32;
    fn path_open(
        directory: RawFd,
        lookup_flags: u32,
        path: *const u8,
        path_length: usize,
        open_flags: u32,
        rights: u64,
        inherited_rights: u64,
        flags: u32,
        opened: *mut RawFd,
    ) -> i32;
}

const REALTIME: u32 = 0;
const MONOTONIC: u32 = 1;

const FOLLOW_SYMLINKS: u32 = 1;
const CREATE: u32 = 1;
const RIGHT_READ: u64 = 1 << 1;
const RIGHT_WRITE: u64 = 1 << 6;

fn check(errno: i32) -> io::Result<()> {
    match errno {
        0 => Ok(()),
        errno => Err(io::Error::from_raw_os_error(errno)),
    }
}

fn now(clock: u32) -> io::Result<u64> {
    let mut time = 0;
    // SAFETY: WASI writes eight bytes to `time`, which is alive and aligned.
    check(unsafe { clock_time_get(clock, 1, &mut time) })?;
    Ok(time)
}

/// Nanoseconds as decimal text, since they do not fit in a JSON number.
#[derive(Serialize)]
struct Times {
    realtime: String,
    /// Two readings, one after the other.
    monotonic: [String; 2],
}

/// Reads the clocks. The input is not used.
#[plugin_fn]
pub fn clocks() -> FnResult<Outcome<Times>> {
    let read = || {
        Ok(Times {
            realtime: now(REALTIME)?.to_string(),
            monotonic: [now(MONOTONIC)?.to_string(), now(MONOTONIC)?.to_string()],
        })
    };
    Ok(read().into())
}

/// Outputs as many random bytes as the input says, 8 when it is empty: the bytes themselves.
#[plugin_fn]
pub fn random_bytes(count: String) -> FnResult<Vec<u8>> {
    let count = if count.is_empty() { 8 } else { count.parse().map_err(Error::new)? };
    let mut bytes = vec![0; count];
    // SAFETY: WASI writes `bytes.len()` bytes from the beginning of `bytes`.
    check(unsafe { random_get(bytes.as_mut_ptr(), bytes.len()) }).map_err(Error::new)?;
    Ok(bytes)
}

/// A path for [`escape`], as it is given to WASI.
#[derive(Deserialize, FromBytes)]
#[encoding(Json)]
struct Attempt {
    path: String,
    /// The directory it is relative to; the first preopened one unless given.
    #[serde(default = "first_preopened")]
    fd: RawFd,
    /// Whether to create the file and open it for writing.
    #[serde(default)]
    create: bool,
    /// Whether to refuse to follow a symbolic link at the path's end.
    #[serde(default)]
    nofollow: bool,
}

fn first_preopened() -> RawFd {
    3
}

/// Opens a path that no library normalised or refused before; outputs the file's text, or null when it was created.
#[plugin_fn]
pub fn escape(attempt: Attempt) -> FnResult<Outcome<Option<String>>> {
    Ok(open_verbatim(&attempt).into())
}

fn open_verbatim(attempt: &Attempt) -> io::Result<Option<String>> {
    let Attempt { path, fd, create, nofollow } = attempt;
    let lookup_flags = if *nofollow { 0 } else { FOLLOW_SYMLINKS };
    let (open_flags, rights) = if *create { (CREATE, RIGHT_WRITE) } else { (0, RIGHT_READ) };
    let mut opened = -1;
    // SAFETY: WASI reads `path.len()` bytes of `path` and writes a descriptor to `opened`.
    check(unsafe { path_open(*fd, lookup_flags, path.as_ptr(), path.len(), open_flags, rights, 0, 0, &mut opened) })?;
    // SAFETY: WASI has just opened it, and nobody else knows it.
    let mut file = unsafe { File::from_raw_fd(opened) };
    if *create {
        return Ok(None);
    }
    let mut text = String::new();
    file.read_to_string(&mut text)?;
    Ok(Some(text))
}
