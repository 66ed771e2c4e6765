;; Passes blocks to a function of the application that are not live, or none.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store (param i64 i64)))
  (import "extism:host/env" "log_info" (func $log_info (param i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "host" "handle" (func $handle (param i64) (result i64)))

  ;; Makes what the function gives for this block the output.
  (func $call (param $at i64) (local $result i64)
    (local.set $result (call $handle (local.get $at)))
    (call $output_set (local.get $result) (call $length (local.get $result))))

  (func $greeting (result i64) (local $at i64)
    (local.set $at (call $alloc (i64.const 8)))
    (call $store (local.get $at) (i64.const 0x676e697465657267))
    (local.get $at))

  ;; A block that was logged before, and so freed by the host.
  (func (export "logged") (local $at i64)
    (call $log_info (local.tee $at (call $greeting)))
    (call $call (local.get $at)))

  ;; A block that the plug-in freed itself.
  (func (export "freed") (local $at i64)
    (call $free (local.tee $at (call $greeting)))
    (call $call (local.get $at)))

  ;; A block twice, which the function may have freed.
  (func (export "twice") (local $at i64)
    (drop (call $handle (local.tee $at (call $greeting))))
    (call $call (local.get $at)))

  ;; No bytes.
  (func (export "empty")
    (call $call (i64.const 0)))

  ;; What is no block.
  (func (export "bad")
    (call $call (i64.add (call $greeting) (i64.const 1)))))
