;; Main: imports command_side as "command", and command_importer as "importer", which imports the command too.
(module
  ;;include parts/number_imports.wat
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "command" "value" (func $own (result i32)))
  (import "importer" "value" (func $other (result i32)))
  ;;include parts/number.wat
  ;;include parts/order_key.wat
  ;;include parts/order_output.wat
  ;; Counts its calls of this module's instance of the command, from 101 on when that was started.
  (func (export "own") (result i32)
    (call $output_number (i64.extend_i32_s (call $own)))
    (i32.const 0))
  ;; The same for the importer's instance.
  (func (export "other") (result i32)
    (call $output_number (i64.extend_i32_s (call $other)))
    (i32.const 0)))
