;; Writes a line to the standard output, then outputs.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory (export "memory") 1 1)
  ;; "line\n" and "rest", each with its vector of one.
  (data (i32.const 16) "line\n")
  (data (i32.const 32) "\10\00\00\00\05\00\00\00")
  (data (i32.const 48) "rest")
  (data (i32.const 64) "\30\00\00\00\04\00\00\00")

  ;; Writes "line" and, without an end, "rest"; outputs as many zeros as the input has bytes.
  (func (export "log") (result i32)
    (drop (call $fd_write (i32.const 1) (i32.const 32) (i32.const 1) (i32.const 8)))
    (drop (call $fd_write (i32.const 1) (i32.const 64) (i32.const 1) (i32.const 8)))
    (call $output_set (call $alloc (call $input_length)) (call $input_length))
    (i32.const 0)))
