;; An echo by the names that PDKs had on the way to 1.0.
(module
  (import "extism:env" "input_offset" (func $input_offset (result i64)))
  (import "extism:env" "input_length" (func $input_length (result i64)))
  (import "extism:env" "output_set" (func $output_set (param i64 i64)))
  (func (export "echo") (result i32)
    (call $output_set (call $input_offset) (call $input_length))
    (i32.const 0)))
