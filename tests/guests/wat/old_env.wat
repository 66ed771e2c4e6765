;; A module of a PDK before 1.0 that is linked under the name "env": the function `shout` that old_shout.wat imports. Its own
;; imports from "env" are Extism's. Gives a copy of a block with "!" behind it.
(module
  (import "env" "extism_alloc" (func $alloc (param i64) (result i64)))
  (import "env" "extism_length" (func $length (param i64) (result i64)))
  (import "env" "extism_load_u8" (func $load_u8 (param i64) (result i32)))
  (import "env" "extism_store_u8" (func $store_u8 (param i64 i32)))
  (func (export "shout") (param $from i64) (result i64)
    (local $to i64) (local $at i64) (local $end i64)
    (local.set $end (call $length (local.get $from)))
    (local.set $to (call $alloc (i64.add (local.get $end) (i64.const 1))))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $at) (local.get $end)))
        (call $store_u8
          (i64.add (local.get $to) (local.get $at))
          (call $load_u8 (i64.add (local.get $from) (local.get $at))))
        (local.set $at (i64.add (local.get $at) (i64.const 1)))
        (br $next)))
    (call $store_u8 (i64.add (local.get $to) (local.get $end)) (i32.const 0x21))
    (local.get $to)))
