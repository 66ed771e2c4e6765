//! Files and folders. A path is the input's text unless the input is JSON.

use std::fs::{self, FileType, Metadata, OpenOptions};
use std::io::{self, Write};
use std::time::UNIX_EPOCH;

use extism_pdk::*;
use serde::{Deserialize, Serialize};

use crate::outcome::Outcome;

/// A file and the text for it.
#[derive(Deserialize, FromBytes)]
#[encoding(Json)]
struct Content {
    path: String,
    text: String,
}

/// Two paths.
#[derive(Deserialize, FromBytes)]
#[encoding(Json)]
struct Move {
    from: String,
    to: String,
}

/// A name in a folder.
#[derive(Serialize, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    name: String,
    kind: &'static str,
}

/// What there is at a path.
#[derive(Serialize)]
struct Stat {
    kind: &'static str,
    size: u64,
    /// Milliseconds since 1970; null when unknown.
    modified: Option<u64>,
}

/// Outputs a file's text; bytes that are no UTF-8 are replaced.
#[plugin_fn]
pub fn read_file(path: String) -> FnResult<Outcome<String>> {
    Ok(fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).into())
}

/// Outputs a file's bytes as they are; fails when it cannot be read.
#[plugin_fn]
pub fn read_bytes(path: String) -> FnResult<Vec<u8>> {
    Ok(fs::read(path).map_err(Error::new)?)
}

/// Creates a file or replaces what it holds.
#[plugin_fn]
pub fn write_file(content: Content) -> FnResult<Outcome<()>> {
    Ok(fs::write(content.path, content.text).into())
}

/// Writes to the end of a file, which must exist.
#[plugin_fn]
pub fn append_file(content: Content) -> FnResult<Outcome<()>> {
    let file = OpenOptions::new().append(true).open(content.path);
    Ok(file.and_then(|mut file| file.write_all(content.text.as_bytes())).into())
}

/// Outputs what a folder holds, by name.
#[plugin_fn]
pub fn list_dir(path: String) -> FnResult<Outcome<Vec<Entry>>> {
    Ok(entries(&path).into())
}

fn entries(path: &str) -> io::Result<Vec<Entry>> {
    let entry = |entry: fs::DirEntry| {
        Ok(Entry { name: entry.file_name().to_string_lossy().into_owned(), kind: kind(entry.file_type()?) })
    };
    let mut entries = fs::read_dir(path)?.map(|result| result.and_then(entry)).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    Ok(entries)
}

/// Outputs what a path leads to.
#[plugin_fn]
pub fn stat_path(path: String) -> FnResult<Outcome<Stat>> {
    Ok(fs::metadata(path).map(stat_of).into())
}

fn stat_of(metadata: Metadata) -> Stat {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    Stat {
        kind: kind(metadata.file_type()),
        size: metadata.len(),
        modified: modified.and_then(|time| u64::try_from(time.as_millis()).ok()),
    }
}

fn kind(file_type: FileType) -> &'static str {
    if file_type.is_file() {
        "file"
    } else if file_type.is_dir() {
        "dir"
    } else if file_type.is_symlink() {
        "symlink"
    } else {
        "other"
    }
}

/// Removes a file.
#[plugin_fn]
pub fn remove_file(path: String) -> FnResult<Outcome<()>> {
    Ok(fs::remove_file(path).into())
}

/// Removes an empty folder.
#[plugin_fn]
pub fn remove_dir(path: String) -> FnResult<Outcome<()>> {
    Ok(fs::remove_dir(path).into())
}

/// Makes a folder.
#[plugin_fn]
pub fn make_dir(path: String) -> FnResult<Outcome<()>> {
    Ok(fs::create_dir(path).into())
}

/// Gives a file or folder another path.
#[plugin_fn]
pub fn rename_path(paths: Move) -> FnResult<Outcome<()>> {
    Ok(fs::rename(paths.from, paths.to).into())
}
