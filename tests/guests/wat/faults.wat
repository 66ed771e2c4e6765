;; Everything that can go wrong within one call, and exports that are not callable as a plug-in's.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))

  (memory (export "memory") 1 1)
  (global (export "answer") i32 (i32.const 42))

  ;; A block with the text "bad".
  (func $message (result i64)
    (local $at i64)
    (local.set $at (call $alloc (i64.const 3)))
    (call $store_u8 (local.get $at) (i32.const 0x62))
    (call $store_u8 (i64.add (local.get $at) (i64.const 1)) (i32.const 0x61))
    (call $store_u8 (i64.add (local.get $at) (i64.const 2)) (i32.const 0x64))
    (local.get $at))

  (func (export "trap") (result i32)
    (unreachable))

  ;; Ends when the engine's stack does. The addition keeps it from being a tail call.
  (func $recurse (export "recurse") (result i32)
    (i32.add (call $recurse) (i32.const 1)))

  (func (export "div_zero") (result i32)
    (i32.div_u (i32.const 1) (i32.const 0)))

  ;; Reads its own memory, of one page, out of bounds.
  (func (export "oob") (result i32)
    (i32.load (i32.const 0xfffffff0)))

  ;; Fails with a handle that is no block, far outside any heap.
  (func (export "bad_error") (result i32)
    (call $error_set (i64.const 0x7ffffffffffffff0))
    (i32.const 1))

  ;; Sets the error "bad", yet returns 0.
  (func (export "error_then_ok") (result i32)
    (call $error_set (call $message))
    (i32.const 0))

  ;; Sets the error "bad", then clears it: no error is left.
  (func (export "error_cleared") (result i32)
    (call $error_set (call $message))
    (call $error_set (i64.const 0))
    (i32.const 0))

  ;; Sets the error "bad" and traps.
  (func (export "error_then_trap") (result i32)
    (call $error_set (call $message))
    (unreachable))

  ;; Fails with a code and no message.
  (func (export "returns_7") (result i32)
    (i32.const 7))

  ;; Succeeds: a function without a result.
  (func (export "no_result"))

  ;; Not callable as a plug-in's functions are: another result, a parameter, two results.
  (func (export "returns_i64") (result i64)
    (i64.const 1))
  (func (export "with_param") (param i32) (result i32)
    (local.get 0))
  (func (export "returns_two") (result i32 i32)
    (i32.const 1)
    (i32.const 2)))
