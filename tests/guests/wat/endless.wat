;; `forever` never returns. `set` keeps the input number as a var, `get` outputs it.
(module
  ;;include parts/number_imports.wat
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
  ;;include parts/number.wat
  (func $key (result i64)
    (local $key i64)
    (local.set $key (call $alloc (i64.const 1)))
    (call $store_u8 (local.get $key) (i32.const 118))
    (local.get $key))
  (func (export "forever") (result i32)
    (loop $again (br $again))
    (i32.const 0))
  ;; Keeps the number, and then never returns.
  (func (export "set_forever") (result i32)
    (call $keep)
    (loop $again (br $again))
    (i32.const 0))
  (func $keep
    (local $value i64)
    (local.set $value (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $value) (call $input_number))
    (call $var_set (call $key) (local.get $value)))
  (func (export "set") (result i32)
    (call $keep)
    (i32.const 0))
  ;; The number that was kept, 0 without one.
  (func (export "get") (result i32)
    (local $value i64)
    (local.set $value (call $var_get (call $key)))
    (call $output_number
      (if (result i64) (i64.eqz (local.get $value)) (then (i64.const 0)) (else (call $load_u64 (local.get $value)))))
    (i32.const 0)))
