;; Imports a function that PDKs before 1.0 had for a while, and that no host has any more.
(module
  (import "env" "extism_file_read" (func $file_read (param i32) (result i64)))
  (func (export "run") (result i32)
    (drop (call $file_read (i32.const 0)))
    (i32.const 0)))
