;; Knows how often it was called since it was instantiated, logs, and traps.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/env" "log_info" (func $log_info (param i64)))

  (memory (export "memory") 1 1)
  (global $count (mut i32) (i32.const 0))

  ;; A block of that many bytes, all the same.
  (func $block (param $length i64) (param $byte i32) (result i64)
    (local $at i64) (local $index i64)
    (local.set $at (call $alloc (local.get $length)))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $index) (local.get $length)))
        (call $store_u8 (i64.add (local.get $at) (local.get $index)) (local.get $byte))
        (local.set $index (i64.add (local.get $index) (i64.const 1)))
        (br $next)))
    (local.get $at))

  ;; Outputs how often it was called, as a digit. Traps, having counted, when the input is 3 bytes long.
  (func (export "count") (result i32)
    (global.set $count (i32.add (global.get $count) (i32.const 1)))
    (if (i64.eq (call $input_length) (i64.const 3)) (then (unreachable)))
    (call $output_set (call $block (i64.const 1) (i32.add (i32.const 0x30) (global.get $count))) (i64.const 1))
    (i32.const 0))

  ;; Logs "l", then outputs as many "g" as the input has bytes.
  (func (export "log") (result i32)
    (call $log_info (call $block (i64.const 1) (i32.const 0x6c)))
    (call $output_set (call $block (call $input_length) (i32.const 0x67)) (call $input_length))
    (i32.const 0))

  ;; Outputs "B".
  (func (export "letter") (result i32)
    (call $output_set (call $block (i64.const 1) (i32.const 0x42)) (i64.const 1))
    (i32.const 0)))
