;; The middle of start order; see order_main. Its letters are A and a.
(module
  ;;include parts/order_imports.wat
  (import "b" "touch" (func $touch))
  ;;include parts/order.wat
  (func (export "touch") (call $touch))
  (func $start (call $order_append (i32.const 0x41)))
  (start $start)
  (func (export "_initialize") (call $order_append (i32.const 0x61))))
