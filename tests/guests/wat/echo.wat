;; The smallest plug-in: gives its input back. It has no memory of its own, so all it does is
;; the calls into the host's memory.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  ;; Copies input bytes [$from, $to) to the same positions of the block $out, byte by byte.
  (func $copy_bytes (param $out i64) (param $from i64) (param $to i64)
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $from) (local.get $to)))
        (call $store_u8
          (i64.add (local.get $out) (local.get $from))
          (call $input_load_u8 (local.get $from)))
        (local.set $from (i64.add (local.get $from) (i64.const 1)))
        (br $next))))

  ;; Eight bytes at a time, as the PDKs do, and the last few one by one.
  (func (export "echo") (result i32)
    (local $length i64) (local $out i64) (local $at i64) (local $whole i64)
    (local.set $length (call $input_length))
    (local.set $out (call $alloc (local.get $length)))
    (local.set $whole (i64.and (local.get $length) (i64.const -8)))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $at) (local.get $whole)))
        (call $store_u64
          (i64.add (local.get $out) (local.get $at))
          (call $input_load_u64 (local.get $at)))
        (local.set $at (i64.add (local.get $at) (i64.const 8)))
        (br $next)))
    (call $copy_bytes (local.get $out) (local.get $whole) (local.get $length))
    (call $output_set (local.get $out) (local.get $length))
    (i32.const 0))

  ;; The same, one byte at a time.
  (func (export "echo_u8") (result i32)
    (local $length i64) (local $out i64)
    (local.set $length (call $input_length))
    (local.set $out (call $alloc (local.get $length)))
    (call $copy_bytes (local.get $out) (i64.const 0) (local.get $length))
    (call $output_set (local.get $out) (local.get $length))
    (i32.const 0))

  ;; Succeeds and never sets an output.
  (func (export "nothing") (result i32)
    (i32.const 0))

  ;; Succeeds and sets an output of no bytes.
  (func (export "empty") (result i32)
    (call $output_set (i64.const 0) (i64.const 0))
    (i32.const 0)))
