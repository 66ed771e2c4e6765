;; Imports from a module that nobody provides.
(module
  (import "nowhere" "thing" (func $thing))
  (func (export "run") (result i32)
    (call $thing)
    (i32.const 0)))
