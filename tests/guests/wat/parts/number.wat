;; Whole numbers in and out as decimal text, such as -12, without a memory of the plug-in's own.

;; The input. Traps when a byte of it is no digit.
(func $input_number (result i64)
  (local $at i64) (local $digit i32) (local $value i64) (local $negative i32)
  (local.set $negative (i32.eq (call $input_load_u8 (i64.const 0)) (i32.const 0x2d)))
  (local.set $at (i64.extend_i32_u (local.get $negative)))
  (block $done
    (loop $next
      (br_if $done (i64.ge_u (local.get $at) (call $input_length)))
      (local.set $digit (i32.sub (call $input_load_u8 (local.get $at)) (i32.const 0x30)))
      (if (i32.gt_u (local.get $digit) (i32.const 9)) (then (unreachable)))
      (local.set $value
        (i64.add
          (i64.mul (local.get $value) (i64.const 10))
          (i64.extend_i32_u (local.get $digit))))
      (local.set $at (i64.add (local.get $at) (i64.const 1)))
      (br $next)))
  (select
    (i64.sub (i64.const 0) (local.get $value))
    (local.get $value)
    (local.get $negative)))

;; How long the text of a number is.
(func $number_length (param $value i64) (result i64)
  (local $length i64)
  (if (i64.lt_s (local.get $value) (i64.const 0))
    (then
      (local.set $length (i64.const 1))
      (local.set $value (i64.sub (i64.const 0) (local.get $value)))))
  (loop $next
    (local.set $length (i64.add (local.get $length) (i64.const 1)))
    (local.set $value (i64.div_u (local.get $value) (i64.const 10)))
    (br_if $next (i64.ne (local.get $value) (i64.const 0))))
  (local.get $length))

;; Sets the output to the number.
(func $output_number (param $value i64)
  (call $output_number_in (call $alloc (call $number_length (local.get $value))) (local.get $value)))

;; Sets the output to the number, written to the beginning of a block with room for it; 20 bytes always are.
(func $output_number_in (param $block i64) (param $value i64)
  (local $length i64) (local $at i64)
  (local.set $length (call $number_length (local.get $value)))
  (local.set $at (i64.add (local.get $block) (local.get $length)))
  (if (i64.lt_s (local.get $value) (i64.const 0))
    (then
      (call $store_u8 (local.get $block) (i32.const 0x2d))
      (local.set $value (i64.sub (i64.const 0) (local.get $value)))))
  (loop $next
    (local.set $at (i64.sub (local.get $at) (i64.const 1)))
    (call $store_u8
      (local.get $at)
      (i32.add (i32.wrap_i64 (i64.rem_u (local.get $value) (i64.const 10))) (i32.const 0x30)))
    (local.set $value (i64.div_u (local.get $value) (i64.const 10)))
    (br_if $next (i64.ne (local.get $value) (i64.const 0))))
  (call $output_set (local.get $block) (local.get $length)))
