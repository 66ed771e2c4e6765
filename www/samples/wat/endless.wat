;; Loops that do not end by themselves: for the Cancel button, the time limit, and the memory limit.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input (param i64) (result i32)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store (param i64 i32)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (memory (export "memory") 1)

  (func (export "forever") (result i32)
    (loop $again
      (br $again))
    (i32.const 0))

  ;; The input as a decimal number of millions.
  (func $millions (result i64) (local $at i64) (local $number i64)
    (block $done
      (loop $digits
        (br_if $done (i64.ge_u (local.get $at) (call $input_length)))
        (local.set $number
          (i64.add
            (i64.mul (local.get $number) (i64.const 10))
            (i64.extend_i32_u (i32.and (call $input (local.get $at)) (i32.const 15)))))
        (local.set $at (i64.add (local.get $at) (i64.const 1)))
        (br $digits)))
    (i64.mul (local.get $number) (i64.const 1000000)))

  ;; Counts that far, and says so.
  (func (export "count") (result i32) (local $left i64) (local $output i64)
    (local.set $left (call $millions))
    (block $done
      (loop $again
        (br_if $done (i64.eqz (local.get $left)))
        (local.set $left (i64.sub (local.get $left) (i64.const 1)))
        (br $again)))
    (local.set $output (call $alloc (i64.const 4)))
    (call $store (local.get $output) (i32.const 100))
    (call $store (i64.add (local.get $output) (i64.const 1)) (i32.const 111))
    (call $store (i64.add (local.get $output) (i64.const 2)) (i32.const 110))
    (call $store (i64.add (local.get $output) (i64.const 3)) (i32.const 101))
    (call $output_set (local.get $output) (i64.const 4))
    (i32.const 0))

  ;; Makes blocks of a MiB until there is no room. Set a memory limit first.
  (func (export "fill_memory") (result i32)
    (loop $again
      (br_if $again (i64.ne (call $alloc (i64.const 1048576)) (i64.const 0))))
    unreachable))
