//! The module between a guest and functions that may have to be waited for.

use super::encode::{section, write_leb, write_name, write_type, MAGIC};
use super::signatures::{Signature, ValType};

/// The import module of the plain functions, by their indices.
pub const PLAIN: &str = "plain";
/// The import module of the functions that wait for the result of a plain one, by its index.
pub const WAIT: &str = "wait";
/// The import module of the flag.
pub const ENV: &str = "env";
/// The flag: a mutable i32 that a plain function sets when its result is still to come.
pub const FLAG: &str = "flag";

/// A module that exports a function for each signature, by its index: it calls the plain function and, if the flag says so, the
/// one that waits. For function `i`, import `2i` is the plain one, import `2i + 1` the one that waits for its result.
pub fn adapter<'a>(functions: impl ExactSizeIterator<Item = &'a Signature>) -> Vec<u8> {
    const I32: u8 = 0x7f;
    const MUTABLE: u8 = 1;
    let count = functions.len() as u64;
    let mut types = Vec::new();
    let mut imports = Vec::new();
    let mut declarations = Vec::new();
    let mut exports = Vec::new();
    let mut code = Vec::new();
    write_leb(&mut types, 2 * count);
    write_leb(&mut imports, 2 * count + 1);
    for out in [&mut declarations, &mut exports, &mut code] {
        write_leb(out, count);
    }
    for (index, Signature { params, results }) in functions.enumerate() {
        let (index, name) = (index as u64, index.to_string());
        write_type(&mut types, params, results);
        write_type(&mut types, &[], results);
        for (module, kind) in [(PLAIN, 2 * index), (WAIT, 2 * index + 1)] {
            write_name(&mut imports, module);
            write_name(&mut imports, &name);
            imports.push(0);
            write_leb(&mut imports, kind);
        }
        write_leb(&mut declarations, 2 * index);
        write_name(&mut exports, &name);
        exports.push(0);
        write_leb(&mut exports, 2 * count + index);
        let body = body(index, params.len() as u64, results);
        write_leb(&mut code, body.len() as u64);
        code.extend_from_slice(&body);
    }
    write_name(&mut imports, ENV);
    write_name(&mut imports, FLAG);
    imports.extend_from_slice(&[3, I32, MUTABLE]);

    let mut module = MAGIC.to_vec();
    for (id, content) in [
        (1, types),
        (2, imports),
        (3, declarations),
        (7, exports),
        (10, code),
    ] {
        section(&mut module, id, &content);
    }
    module
}

/// `results = plain(params); if flag { flag = 0; results = wait() } results`
fn body(index: u64, params: u64, results: &[ValType]) -> Vec<u8> {
    const CALL: u8 = 0x10;
    const LOCAL_GET: u8 = 0x20;
    const LOCAL_SET: u8 = 0x21;
    let mut out = Vec::new();
    write_leb(&mut out, results.len() as u64);
    for result in results {
        out.extend_from_slice(&[1, result.byte()]);
    }
    let locals = |out: &mut Vec<u8>, op: u8, indices: &mut dyn Iterator<Item = u64>| {
        for index in indices {
            out.push(op);
            write_leb(out, index);
        }
    };
    let kept = params..params + results.len() as u64;
    locals(&mut out, LOCAL_GET, &mut (0..params));
    out.push(CALL);
    write_leb(&mut out, 2 * index);
    locals(&mut out, LOCAL_SET, &mut kept.clone().rev());
    out.extend_from_slice(&[0x23, 0, 0x04, 0x40, 0x41, 0, 0x24, 0]);
    out.push(CALL);
    write_leb(&mut out, 2 * index + 1);
    locals(&mut out, LOCAL_SET, &mut kept.clone().rev());
    out.push(0x0b);
    locals(&mut out, LOCAL_GET, &mut kept.clone());
    out.push(0x0b);
    out
}
