;; Linked with shared_provider under the name "provider": imports its global as a function.
(module
  (import "provider" "counter" (func $counter (result i32)))
  (func (export "run") (result i32)
    (call $counter)))
