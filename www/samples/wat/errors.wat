;; Each function goes wrong in a way of its own. The next call works: after a trap the host makes a new instance.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))
  (memory (export "memory") 1)

  ;; An error of the plug-in's own: "no luck!"
  (func (export "error") (result i32) (local $message i64)
    (local.set $message (call $alloc (i64.const 8)))
    (call $store (local.get $message) (i64.const 0x216b63756c206f6e))
    (call $error_set (local.get $message))
    (i32.const 1))

  ;; A number other than 0, and no message.
  (func (export "exit_code") (result i32)
    (i32.const 42))

  ;; What a panic comes to.
  (func (export "trap") (result i32)
    unreachable)

  ;; Memory that is not there.
  (func (export "out_of_bounds") (result i32)
    (i32.load (i32.const 0x7fffffff)))

  ;; A function that calls itself without an end.
  (func $deeper (export "stack_overflow") (result i32)
    (i32.add (call $deeper) (i32.const 1)))

  ;; An error message that is in no block.
  (func (export "bad_handle") (result i32)
    (call $error_set (i64.const 12345))
    (i32.const 1)))
