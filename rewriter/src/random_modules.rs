//! Modules made at random, and another reader's opinion of what comes out.

use arbitrary::Unstructured;
use wasm_smith::{Config, Module};
use wasmparser::{MemoryType, Parser, Payload, TypeRef, Validator};

use crate::noise::noise;
use crate::{adapter, cap_memories, signatures, Replacement, Signature, Signatures, ValType};

/// How many modules a run makes.
const MODULES: u64 = 400;

/// A valid module, with as many imports and memories as may be.
pub(crate) fn module(bytes: &[u8]) -> Option<Vec<u8>> {
    let config = Config {
        max_memories: 3,
        max_imports: 20,
        min_imports: 2,
        gc_enabled: false,
        memory64_enabled: true,
        multi_value_enabled: true,
        shared_everything_threads_enabled: false,
        threads_enabled: true,
        custom_page_sizes_enabled: false,
        ..Config::default()
    };
    let module = Module::new(config, &mut Unstructured::new(bytes)).ok()?;
    Some(module.to_bytes())
}

/// The module with a replacement made.
fn applied(replacement: &Replacement, module: &[u8]) -> Vec<u8> {
    let before = &module[..replacement.start as usize];
    let after = &module[replacement.end as usize..];
    [before, &replacement.bytes, after].concat()
}

fn is_valid(module: &[u8]) -> bool {
    Validator::new_with_features(wasmparser::WasmFeatures::all())
        .validate_all(module)
        .is_ok()
}

/// The memories that a module has itself, imported ones left out.
fn memories(module: &[u8]) -> Vec<MemoryType> {
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Ok(Payload::MemorySection(section)) = payload {
            found.extend(section.into_iter().flatten());
        }
    }
    found
}

/// How many parameters and results each imported function has, by another reader.
fn imported(module: &[u8]) -> Vec<(usize, usize)> {
    let mut types = Vec::new();
    let mut found = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        match payload {
            Ok(Payload::TypeSection(section)) => {
                types.extend(section.into_iter_err_on_gc_types().flatten());
            }
            Ok(Payload::ImportSection(section)) => {
                for import in section.into_iter().flatten() {
                    let TypeRef::Func(index) = import.ty else { continue };
                    if let Some(kind) = types.get(index as usize) {
                        found.push((kind.params().len(), kind.results().len()));
                    }
                }
            }
            _ => {}
        }
    }
    found
}

/// What must hold of any valid module.
pub(crate) fn check(module: &[u8]) {
    for max_pages in [0, 1, 16, 70_000] {
        let Some(replacement) = cap_memories(&module, max_pages) else {
            continue;
        };
        let capped = applied(&replacement, module);
        assert!(is_valid(&capped), "is no module any more: {replacement:?}");
        let before = memories(module);
        let after = memories(&capped);
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            assert_eq!(after.initial, before.initial);
            assert_eq!((after.memory64, after.shared), (before.memory64, before.shared));
            let most = after.maximum.unwrap_or(u64::MAX);
            assert!(most <= before.initial.max(max_pages.into()));
            assert!(before.maximum.is_none_or(|maximum| most <= maximum));
        }
    }
    let Some(found) = signatures(&module) else {
        return;
    };
    assert_eq!(Signatures::from_bytes(&found.to_bytes()).as_ref(), Some(&found));
    let counts = |signature: &Signature| (signature.params.len(), signature.results.len());
    assert_eq!(found.0.iter().map(counts).collect::<Vec<_>>(), imported(module));
    assert!(is_valid(&adapter(found.0.iter())), "the adapter for {found:?}");
}

#[test]
fn modules_made_at_random_are_read_and_changed_as_they_must_be() {
    let mut with_memory = 0;
    let mut with_functions = 0;
    for seed in 0..MODULES {
        let Some(module) = module(&noise(seed, 4096)) else {
            continue;
        };
        check(&module);
        with_memory += usize::from(!memories(&module).is_empty());
        with_functions += usize::from(!imported(&module).is_empty());
    }
    // It looked at something.
    assert!(with_memory > 50, "{with_memory} modules with memories");
    assert!(
        with_functions > 50,
        "{with_functions} modules with imported functions"
    );
}

#[test]
fn bytes_that_are_no_module_do_no_harm() {
    for seed in 0..2000 {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        bytes.extend(noise(seed, seed as usize % 300));
        let _ = signatures(&bytes.as_slice());
        if let Some(replacement) = cap_memories(&bytes.as_slice(), 5) {
            let _ = applied(&replacement, &bytes);
        }
        let _ = Signatures::from_bytes(&bytes);
        let _ = Replacement::from_bytes(&bytes);
    }
}

#[test]
fn an_adapter_is_valid_for_every_type() {
    use ValType::{Other, F32, F64, I32, I64};
    let values = [I32, I64, F32, F64, Other(0x7b), Other(0x70), Other(0x6f)];
    let all: Vec<Signature> = (0..200)
        .map(|seed: usize| {
            let pick = |count: usize, salt: usize| {
                (0..count)
                    .map(|i| values[(seed * 7 + i * 3 + salt) % values.len()])
                    .collect()
            };
            Signature {
                params: pick(seed % 6, 1),
                results: pick(seed % 3, 4),
            }
        })
        .collect();
    assert!(is_valid(&adapter(all.iter())));
    assert!(is_valid(&adapter([].iter())));
}
