;; Outputs the var "order", empty when there is none.
(func (export "order") (result i32)
  (local $value i64)
  (local.set $value (call $var_get (call $order_key)))
  (call $output_set (local.get $value) (call $length (local.get $value)))
  (i32.const 0))
