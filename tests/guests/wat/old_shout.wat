;; A plug-in of a PDK before 1.0 that calls a function of the application's, in "env" like Extism's own: gives it the input, and
;; what it returns is the output.
(module
  (import "env" "extism_input_offset" (func $input_offset (result i64)))
  (import "env" "extism_length" (func $length (param i64) (result i64)))
  (import "env" "extism_output_set" (func $output_set (param i64 i64)))
  (import "env" "shout" (func $shout (param i64) (result i64)))
  (func (export "run") (result i32)
    (local $handle i64)
    (local.set $handle (call $shout (call $input_offset)))
    (call $output_set (local.get $handle) (call $length (local.get $handle)))
    (i32.const 0)))
