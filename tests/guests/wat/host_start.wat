;; Calls the host function "i32" of the namespace "host" while it starts, with 0. `run` outputs what that gave, `trap`
;; traps, `call` outputs what the function makes of the input number.
(module
  ;;include parts/number_imports.wat
  (import "host" "i32" (func $host (param i32) (result i32)))
  ;;include parts/number.wat
  (global $got (mut i32) (i32.const 0))
  (func (export "_initialize")
    (global.set $got (call $host (i32.const 0))))
  (func (export "run") (result i32)
    (call $output_number (i64.extend_i32_s (global.get $got)))
    (i32.const 0))
  (func (export "call") (result i32)
    (call $output_number (i64.extend_i32_s (call $host (i32.wrap_i64 (call $input_number)))))
    (i32.const 0))
  (func (export "trap") (result i32)
    (unreachable)))
