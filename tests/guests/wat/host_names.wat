;; Calls host functions whose names mean something to JavaScript objects, and one among the host's own. `run` outputs the
;; sum of what they make of the input number.
(module
  ;;include parts/number_imports.wat
  (import "__proto__" "__proto__" (func $proto (param i32) (result i32)))
  (import "constructor" "constructor" (func $constructor (param i32) (result i32)))
  (import "toString" "valueOf" (func $value_of (param i32) (result i32)))
  (import "extism:host/env" "mine" (func $mine (param i32) (result i32)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (local $number i32)
    (local.set $number (i32.wrap_i64 (call $input_number)))
    (call $output_number
      (i64.extend_i32_s
        (i32.add
          (i32.add (call $proto (local.get $number)) (call $constructor (local.get $number)))
          (i32.add (call $value_of (local.get $number)) (call $mine (local.get $number))))))
    (i32.const 0)))
