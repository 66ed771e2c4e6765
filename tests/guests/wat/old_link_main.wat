;; link_main.wat by the names of PDKs before 1.0.
(module
  (import "env" "extism_input_length" (func $input_length (result i64)))
  (import "env" "extism_input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "env" "extism_alloc" (func $alloc (param i64) (result i64)))
  (import "env" "extism_store_u8" (func $store_u8 (param i64 i32)))
  (import "env" "extism_output_set" (func $output_set (param i64 i64)))
  (import "side" "add_one" (func $add_one (param i32) (result i32)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (call $output_number
      (i64.extend_i32_s (call $add_one (i32.wrap_i64 (call $input_number)))))
    (i32.const 0)))
