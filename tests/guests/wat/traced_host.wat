;; Calls the application's function "twice" of the namespace "host" with a block of eight bytes, and outputs what it gives.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "host" "twice" (func $twice (param i64 i32) (result i64)))
  (func (export "run") (result i32) (local $at i64)
    (local.set $at (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $at) (i64.const 0x676e697465657267))
    (local.set $at (call $twice (local.get $at) (i32.const -7)))
    (call $output_set (local.get $at) (call $length (local.get $at)))
    (i32.const 0)))
