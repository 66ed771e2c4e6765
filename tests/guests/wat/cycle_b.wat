;; The other half of cycle_a.
(module
  (import "main" "even" (func $even (param i32) (result i32)))
  (func (export "odd") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 0))))
    (call $even (i32.sub (local.get 0) (i32.const 1)))))
