;; A command: a module with `_start`, of which every importer gets an instance of its own. `_start` appends "S" to the
;; var "order". `value` gives 100 for each start of this instance plus 1 for each call of it.
(module
  ;;include parts/order_imports.wat
  ;;include parts/order.wat
  (global $value (mut i32) (i32.const 0))
  (memory (export "memory") 1)
  (func (export "_start")
    (global.set $value (i32.add (global.get $value) (i32.const 100)))
    (call $order_append (i32.const 0x53)))
  (func (export "value") (result i32)
    (global.set $value (i32.add (global.get $value) (i32.const 1)))
    (global.get $value)))
