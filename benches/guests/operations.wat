;; Host imports one at a time: each export does its operation as many times as the input says (a u64), the way a PDK
;; would, and outputs the sum of the first eight bytes of what it read, so that every single answer counts.
(module
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "log_debug" (func $log_debug (param i64)))

  ;; "bench-k1", little-endian.
  (global $key i64 (i64.const 0x316b2d68636e6562))

  ;; A new block of eight bytes.
  (func $word (param $value i64) (result i64)
    (local $block i64)
    (local.set $block (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $block) (local.get $value))
    (local.get $block))

  ;; Reads the first eight bytes of a block and frees it.
  (func $take (param $block i64) (result i64)
    (local $value i64)
    (local.set $value (call $load_u64 (local.get $block)))
    (call $free (local.get $block))
    (local.get $value))

  (func $output (param $value i64)
    (call $output_set (call $word (local.get $value)) (i64.const 8)))

  (func (export "config_get") (result i32)
    (local $times i64) (local $i i64) (local $sum i64)
    (local.set $times (call $input_load_u64 (i64.const 0)))
    (loop $next
      (local.set $sum (i64.add (local.get $sum)
        (call $take (call $config_get (call $word (global.get $key))))))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $times))))
    (call $output (local.get $sum))
    (i32.const 0))

  ;; Sets the var once, and reads it every time.
  (func (export "var_get") (result i32)
    (local $times i64) (local $i i64) (local $sum i64)
    (local.set $times (call $input_load_u64 (i64.const 0)))
    (call $var_set (call $word (global.get $key)) (call $word (i64.const 7)))
    (loop $next
      (local.set $sum (i64.add (local.get $sum)
        (call $take (call $var_get (call $word (global.get $key))))))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $times))))
    (call $output (local.get $sum))
    (i32.const 0))

  ;; Sets the var every time, and reads it once.
  (func (export "var_set") (result i32)
    (local $times i64) (local $i i64)
    (local.set $times (call $input_load_u64 (i64.const 0)))
    (loop $next
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (call $var_set (call $word (global.get $key)) (call $word (local.get $i)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $times))))
    (call $output (call $take (call $var_get (call $word (global.get $key)))))
    (i32.const 0))

  ;; Logs messages of eight bytes below the host's level.
  (func (export "log_filtered") (result i32)
    (local $times i64) (local $i i64)
    (local.set $times (call $input_load_u64 (i64.const 0)))
    (loop $next
      (call $log_debug (call $word (global.get $key)))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $times))))
    (call $output (local.get $i))
    (i32.const 0))

  ;; What the others do besides their import: a block made, written, read and freed.
  (func (export "blocks") (result i32)
    (local $times i64) (local $i i64) (local $sum i64)
    (local.set $times (call $input_load_u64 (i64.const 0)))
    (loop $next
      (local.set $sum (i64.add (local.get $sum) (call $take (call $word (i64.const 7)))))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $times))))
    (call $output (local.get $sum))
    (i32.const 0)))
