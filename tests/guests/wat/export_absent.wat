;; Linked with shared_provider under the name "provider": imports a function that it does not have.
(module
  (import "provider" "absent" (func $absent (result i32)))
  (func (export "run") (result i32)
    (call $absent)))
