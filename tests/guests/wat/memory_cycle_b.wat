;; The other half of memory_cycle_a.
(module
  (import "main" "memory" (memory 1))
  (func (export "first_byte") (result i32)
    (i32.load8_u (i32.const 0))))
