;; Wears a kernel alone: keeps a number of blocks alive, among as many holes, and replaces one after another.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))

  ;; The handles, eight bytes each: room for 131,072 live blocks and as many that become holes.
  (memory 32)
  (global $live (mut i32) (i32.const 0))
  (global $random (mut i32) (i32.const 1))

  ;; The next of a fixed sequence of 24-bit numbers.
  (func $random (result i32)
    (global.set $random
      (i32.add (i32.mul (global.get $random) (i32.const 1664525)) (i32.const 1013904223)))
    (i32.shr_u (global.get $random) (i32.const 8)))

  ;; A new block of 1 to 512 bytes in slot $slot.
  (func $renew (param $slot i32)
    (i64.store
      (i32.shl (local.get $slot) (i32.const 3))
      (call $alloc (i64.extend_i32_u
        (i32.add (i32.and (call $random) (i32.const 511)) (i32.const 1))))))

  (func $handle (param $slot i32) (result i64)
    (i64.load (i32.shl (local.get $slot) (i32.const 3))))

  ;; Makes $live pairs of blocks, then frees the second of each pair.
  (func (export "fill") (param $live i32)
    (local $i i32)
    (global.set $live (local.get $live))
    (loop $next
      (call $renew (local.get $i))
      (call $renew (i32.add (local.get $i) (local.get $live)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $live))))
    (local.set $i (i32.const 0))
    (loop $next
      (call $free (call $handle (i32.add (local.get $i) (local.get $live))))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $next (i32.lt_u (local.get $i) (local.get $live)))))

  ;; $times: takes one of the live blocks, asks its length, frees it and allocates another. The sum of the lengths.
  (func (export "churn") (param $times i32) (result i64)
    (local $slot i32) (local $sum i64)
    (loop $next
      (local.set $slot (i32.rem_u (call $random) (global.get $live)))
      (local.set $sum (i64.add (local.get $sum) (call $length (call $handle (local.get $slot)))))
      (call $free (call $handle (local.get $slot)))
      (call $renew (local.get $slot))
      (local.set $times (i32.sub (local.get $times) (i32.const 1)))
      (br_if $next (local.get $times)))
    (local.get $sum)))
