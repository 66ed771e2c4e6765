;; Imports a function that the host's module does not have, as a newer PDK would.
(module
  (import "extism:host/env" "frobnicate" (func $frobnicate (param i64) (result i64)))
  (func (export "run") (result i32)
    (drop (call $frobnicate (i64.const 0)))
    (i32.const 0)))
