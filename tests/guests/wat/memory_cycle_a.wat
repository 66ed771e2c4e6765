;; Main of a cycle that no host can link: memory_cycle_b, under that name, imports this module's memory, and this
;; one its function.
(module
  (import "memory_cycle_b" "first_byte" (func $first_byte (result i32)))
  (memory (export "memory") 1)
  (func (export "run") (result i32)
    (call $first_byte)))
