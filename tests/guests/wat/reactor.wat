;; A reactor: `run` outputs how often `_initialize` ran.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (global $count (mut i64) (i64.const 0))
  (func (export "_initialize")
    (global.set $count (i64.add (global.get $count) (i64.const 1))))
  (func (export "run") (result i32)
    (call $output_number (global.get $count))
    (i32.const 0)))
