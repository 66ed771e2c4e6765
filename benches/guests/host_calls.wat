;; Calls a host function over and over. The input: how many bytes each call passes (a multiple of 8), and how many
;; calls (u64 each). The host function answers with another block of that size and the same bytes; the output is the
;; sum of the first and last eight bytes of all answers.
(module
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "host" "copy" (func $copy (param i64) (result i64)))

  ;; The number of the call goes there and back at both ends of the block.
  (func $round_trip (param $bytes i64) (param $number i64) (result i64)
    (local $block i64) (local $last i64) (local $answer i64) (local $sum i64)
    (local.set $block (call $alloc (local.get $bytes)))
    (local.set $last (i64.sub (local.get $bytes) (i64.const 8)))
    (call $store_u64 (local.get $block) (local.get $number))
    (call $store_u64 (i64.add (local.get $block) (local.get $last)) (local.get $number))
    (local.set $answer (call $copy (local.get $block)))
    (local.set $sum (i64.add
      (call $load_u64 (local.get $answer))
      (call $load_u64 (i64.add (local.get $answer) (local.get $last)))))
    (call $free (local.get $answer))
    (call $free (local.get $block))
    (local.get $sum))

  (func (export "host_calls") (result i32)
    (local $bytes i64) (local $times i64) (local $number i64) (local $sum i64) (local $block i64)
    (local.set $bytes (call $input_load_u64 (i64.const 0)))
    (local.set $times (call $input_load_u64 (i64.const 8)))
    (loop $next
      (local.set $number (i64.add (local.get $number) (i64.const 1)))
      (local.set $sum (i64.add (local.get $sum) (call $round_trip (local.get $bytes) (local.get $number))))
      (br_if $next (i64.lt_u (local.get $number) (local.get $times))))
    (local.set $block (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $block) (local.get $sum))
    (call $output_set (local.get $block) (i64.const 8))
    (i32.const 0)))
