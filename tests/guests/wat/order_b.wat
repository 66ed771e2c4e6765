;; The end of start order; see order_main. Its letters are B and b.
(module
  ;;include parts/order_imports.wat
  ;;include parts/order.wat
  (func (export "touch"))
  (func $start (call $order_append (i32.const 0x42)))
  (start $start)
  (func (export "_initialize") (call $order_append (i32.const 0x62))))
