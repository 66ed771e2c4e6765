//! Uses what WASI gives a plug-in: arguments, clocks, random numbers, output streams and files.
//!
//! Outputs are JSON unless a function says otherwise. What can fail outputs `{"ok": …}`, or an [`outcome::Failure`] in
//! place of it, so that a refused file does not end the call.
//!
//! No function has the name of one in libc: the linker would take one for the other.

mod files;
mod outcome;
mod process;
mod raw;
mod streams;
