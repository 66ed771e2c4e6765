;; Grows its memory of one page by four pages in its start function. `started` outputs what that gave: 1, or -1 when
;; it could not.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (memory (export "memory") 1)
  (global $grown (mut i32) (i32.const 0))
  (func $start
    (global.set $grown (memory.grow (i32.const 4))))
  (start $start)
  (func (export "started") (result i32)
    (call $output_number (i64.extend_i32_s (global.get $grown)))
    (i32.const 0))
  ;;include parts/grow.wat
)
