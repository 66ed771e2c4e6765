;; For runs of very many calls.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "host" "handle" (func $handle (param i64) (result i64)))

  ;; A block with the name of the var: "n".
  (func $name (result i64)
    (local $at i64)
    (local.set $at (call $alloc (i64.const 1)))
    (call $store_u8 (local.get $at) (i32.const 0x6e))
    (local.get $at))

  ;; Counts its calls in the var "n", 8 bytes, and returns the number. The host frees the blocks that vars are given.
  (func $count (result i64)
    (local $value i64) (local $count i64)
    (local.set $value (call $var_get (call $name)))
    (if (i64.ne (local.get $value) (i64.const 0))
      (then
        (local.set $count (call $load_u64 (local.get $value)))
        (call $free (local.get $value))))
    (local.set $count (i64.add (local.get $count) (i64.const 1)))
    (local.set $value (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $value) (local.get $count))
    (call $var_set (call $name) (local.get $value))
    (local.get $count))

  ;; Makes a block of 8 bytes for a number and then the input, gives its handle to the host function "handle" of the
  ;; namespace "host", and outputs the block of which it gets the handle back, which must be as long. The number is how
  ;; many calls of this function there were.
  (func (export "work") (result i32)
    (local $length i64) (local $block i64) (local $at i64) (local $whole i64)
    (local.set $length (call $input_length))
    (local.set $block (call $alloc (i64.add (local.get $length) (i64.const 8))))
    (call $store_u64 (local.get $block) (call $count))
    (local.set $whole (i64.and (local.get $length) (i64.const -8)))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $at) (local.get $whole)))
        (call $store_u64
          (i64.add (i64.add (local.get $block) (i64.const 8)) (local.get $at))
          (call $input_load_u64 (local.get $at)))
        (local.set $at (i64.add (local.get $at) (i64.const 8)))
        (br $next)))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $at) (local.get $length)))
        (call $store_u8
          (i64.add (i64.add (local.get $block) (i64.const 8)) (local.get $at))
          (call $input_load_u8 (local.get $at)))
        (local.set $at (i64.add (local.get $at) (i64.const 1)))
        (br $next)))
    (call $output_set (call $handle (local.get $block)) (i64.add (local.get $length) (i64.const 8)))
    (i32.const 0))

  ;; Never ends.
  (func (export "spin") (result i32)
    (loop $again (br $again))
    (unreachable)))
