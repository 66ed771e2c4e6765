;; Start order: main imports order_a as "a", which imports order_b as "b". Each module appends an upper-case letter to
;; the var "order" in its start function, and the same lower-case letter in `_initialize`; here M and m.
;; `order` outputs the letters.
(module
  ;;include parts/order_imports.wat
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "a" "touch" (func $touch))
  ;;include parts/order.wat
  ;;include parts/order_output.wat
  (func (export "run") (result i32)
    (call $touch)
    (i32.const 0))
  (func $start (call $order_append (i32.const 0x4d)))
  (start $start)
  (func (export "_initialize") (call $order_append (i32.const 0x6d))))
