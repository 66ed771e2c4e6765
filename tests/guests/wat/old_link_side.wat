;; A side module of a PDK before 1.0: `add_one` adds one and counts in the var "n" how often (its length).
(module
  (import "env" "extism_alloc" (func $alloc (param i64) (result i64)))
  (import "env" "extism_length" (func $length (param i64) (result i64)))
  (import "env" "extism_store_u8" (func $store_u8 (param i64 i32)))
  (import "env" "extism_var_get" (func $var_get (param i64) (result i64)))
  (import "env" "extism_var_set" (func $var_set (param i64 i64)))
  (func $key (result i64)
    (local $key i64)
    (local.set $key (call $alloc (i64.const 1)))
    (call $store_u8 (local.get $key) (i32.const 0x6e))
    (local.get $key))
  (func (export "calls") (result i32)
    (i32.wrap_i64 (call $length (call $var_get (call $key)))))
  (func (export "add_one") (param $number i32) (result i32)
    (call $var_set
      (call $key)
      (call $alloc (i64.add (call $length (call $var_get (call $key))) (i64.const 1))))
    (i32.add (local.get $number) (i32.const 1))))
