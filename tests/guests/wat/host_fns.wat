;; Calls each function of the namespace "host", by exports of the same names. Values are their bits, eight bytes each,
;; little-endian; i32 and f32 are the low four of them and come back with the upper four zero.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "host" "i32" (func $host_i32 (param i32) (result i32)))
  (import "host" "i64" (func $host_i64 (param i64) (result i64)))
  (import "host" "f32" (func $host_f32 (param f32) (result f32)))
  (import "host" "f64" (func $host_f64 (param f64) (result f64)))
  (import "host" "void" (func $host_void))
  (import "host" "mixed" (func $host_mixed (param i32 i64 f32 f64) (result f64)))
  (import "host" "handle" (func $host_handle (param i64) (result i64)))

  ;; The value at this index of the input.
  (func $value (param $index i64) (result i64)
    (call $input_load_u64 (i64.mul (local.get $index) (i64.const 8))))
  (func $value_i32 (param $index i64) (result i32)
    (i32.wrap_i64 (call $value (local.get $index))))

  (func $output (param $bits i64) (result i32)
    (local $block i64)
    (local.set $block (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $block) (local.get $bits))
    (call $output_set (local.get $block) (i64.const 8))
    (i32.const 0))

  ;; One value in, one out.
  (func (export "i32") (result i32)
    (call $output (i64.extend_i32_u (call $host_i32 (call $value_i32 (i64.const 0))))))
  (func (export "i64") (result i32)
    (call $output (call $host_i64 (call $value (i64.const 0)))))
  (func (export "f32") (result i32)
    (call $output
      (i64.extend_i32_u
        (i32.reinterpret_f32
          (call $host_f32 (f32.reinterpret_i32 (call $value_i32 (i64.const 0))))))))
  (func (export "f64") (result i32)
    (call $output
      (i64.reinterpret_f64
        (call $host_f64 (f64.reinterpret_i64 (call $value (i64.const 0)))))))

  ;; Nothing in, no output.
  (func (export "void") (result i32)
    (call $host_void)
    (i32.const 0))

  ;; An i32, an i64, an f32 and an f64 in, an f64 out.
  (func (export "mixed") (result i32)
    (call $output
      (i64.reinterpret_f64
        (call $host_mixed
          (call $value_i32 (i64.const 0))
          (call $value (i64.const 1))
          (f32.reinterpret_i32 (call $value_i32 (i64.const 2)))
          (f64.reinterpret_i64 (call $value (i64.const 3)))))))

  ;; Gives the host a block with the input's bytes; the block whose handle it returns is the output.
  (func (export "handle") (result i32)
    (local $length i64) (local $block i64) (local $at i64)
    (local.set $length (call $input_length))
    (local.set $block (call $alloc (local.get $length)))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $at) (local.get $length)))
        (call $store_u8
          (i64.add (local.get $block) (local.get $at))
          (call $input_load_u8 (local.get $at)))
        (local.set $at (i64.add (local.get $at) (i64.const 1)))
        (br $next)))
    (local.set $block (call $host_handle (local.get $block)))
    (call $output_set (local.get $block) (call $length (local.get $block)))
    (i32.const 0)))
