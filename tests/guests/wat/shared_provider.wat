;; Shares a memory, a mutable global and a table, each with functions through which it tells what it sees itself.
(module
  (type $unary (func (param i32) (result i32)))

  (memory (export "memory") 1)
  (data (i32.const 0) "\d2\04\00\00") ;; 1234
  (func (export "read") (param $address i32) (result i32)
    (i32.load (local.get $address)))

  (global $counter (export "counter") (mut i32) (i32.const 100))
  (func (export "get_counter") (result i32)
    (global.get $counter))

  (table (export "table") 4 funcref)
  (elem (i32.const 0) $triple)
  (func $triple (type $unary)
    (i32.mul (local.get 0) (i32.const 3)))
  (func (export "call_slot") (param $slot i32) (param $argument i32) (result i32)
    (call_indirect (type $unary) (local.get $argument) (local.get $slot))))
