;; Starts as a plug-in of the Haskell compiler: `_initialize`, then `hs_init` with two arguments.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (global $order (mut i64) (i64.const 0))
  (global $argc (mut i32) (i32.const -1))
  (global $argv (mut i32) (i32.const -1))

  (func $note (param $digit i64)
    (global.set $order (i64.add (i64.mul (global.get $order) (i64.const 10)) (local.get $digit))))
  (func (export "_initialize")
    (call $note (i64.const 1)))
  (func (export "hs_init") (param $argc i32) (param $argv i32)
    (call $note (i64.const 2))
    (global.set $argc (local.get $argc))
    (global.set $argv (local.get $argv)))

  ;; The start functions that ran, a digit each: 1 for `_initialize`, 2 for `hs_init`.
  (func (export "order") (result i32)
    (call $output_number (global.get $order))
    (i32.const 0))
  ;; What `hs_init` was given; -1 when it did not run.
  (func (export "argc") (result i32)
    (call $output_number (i64.extend_i32_s (global.get $argc)))
    (i32.const 0))
  (func (export "argv") (result i32)
    (call $output_number (i64.extend_i32_s (global.get $argv)))
    (i32.const 0)))
