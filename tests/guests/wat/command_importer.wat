;; A side module that passes on what its instance of command_side, under the name "command", gives.
(module
  (import "command" "value" (func $value (result i32)))
  (func (export "value") (result i32)
    (call $value)))
