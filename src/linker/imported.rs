//! What a plug-in's modules import.

use extism_web_rewriter::Signature;

use crate::compiled::Compiled;
use crate::rows::{exports, Row};

/// Whether another module of the plug-in provides an import.
fn provided(compiled: &Compiled, row: &Row) -> bool {
    let is_it = |export: &Row| export.name == row.name && export.kind == row.kind;
    compiled
        .position(&row.module)
        .is_some_and(|at| exports(&compiled.modules[at].module).is_ok_and(|rows| rows.iter().any(is_it)))
}

/// The functions that modules import from anything but each other, once for each module and name.
pub(crate) fn function_imports(compiled: &Compiled) -> Vec<&Row> {
    let mut rows: Vec<&Row> = Vec::new();
    for module in &*compiled.modules {
        for row in &module.imports {
            let is_known = |known: &&Row| known.module == row.module && known.name == row.name;
            if row.kind == "function" && !rows.iter().any(is_known) && !provided(compiled, row) {
                rows.push(row);
            }
        }
    }
    rows
}

/// The type of a function that modules of the plug-in import; `None` when it is not known, or not always the same.
pub(crate) fn signature<'a>(compiled: &'a Compiled, module: &str, name: &str) -> Option<&'a Signature> {
    let mut found = None;
    for candidate in &*compiled.modules {
        let functions = candidate.imports.iter().filter(|row| row.kind == "function");
        let known = functions.zip(&candidate.signatures.as_ref()?.0);
        for (_, signature) in known.filter(|(row, _)| row.module == module && row.name == name) {
            if found.is_some_and(|known| known != signature) {
                return None;
            }
            found = Some(signature);
        }
    }
    found
}
