;; A side module that calls the host itself: `add_one` adds one and logs "add_one" at level info.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "log_info" (func $log_info (param i64)))

  (memory 1)
  (data (i32.const 0) "add_one")

  (func (export "add_one") (param $number i32) (result i32)
    (local $message i64) (local $at i32)
    (local.set $message (call $alloc (i64.const 7)))
    (loop $next
      (call $store_u8
        (i64.add (local.get $message) (i64.extend_i32_u (local.get $at)))
        (i32.load8_u (local.get $at)))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $at) (i32.const 7))))
    (call $log_info (local.get $message))
    (i32.add (local.get $number) (i32.const 1))))
