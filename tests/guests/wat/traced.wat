;; Does one thing after the other, each of which a trace must show. Config: greeting = "Howdy". Some of its imports are exported
;; again, so that one can see what they are.
(module
  (import "extism:host/env" "input_length" (func $input_length (result i64)))
  (import "extism:host/env" "input_load_u8" (func $input_load_u8 (param i64) (result i32)))
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "load_u8" (func $load_u8 (param i64) (result i32)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "log_info" (func $log_info (param i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))
  (memory (export "memory") 2)
  (export "alloc" (func $alloc))
  (export "length" (func $length))
  (export "store_u8" (func $store_u8))

  ;; A block with "greeting".
  (func $greeting (result i64) (local $at i64)
    (local.set $at (call $alloc (i64.const 8)))
    (call $store_u64 (local.get $at) (i64.const 0x676e697465657267))
    (local.get $at))

  ;; Reads the first two bytes of the input, asks for a config value, keeps it in a variable, logs it, frees its own block
  ;; "greeting", and gives back "ok" in a block of 16 bytes.
  (func (export "tour") (result i32) (local $key i64) (local $value i64) (local $out i64)
    (drop (call $input_length))
    (drop (call $input_load_u8 (i64.const 0)))
    (drop (call $input_load_u8 (i64.const 1)))
    (local.set $value (call $config_get (call $greeting)))
    (drop (call $load_u8 (local.get $value)))
    (drop (call $load_u8 (i64.add (local.get $value) (i64.const 1))))
    (drop (call $load_u8 (local.get $value)))
    (call $log_info (local.get $value))
    (local.set $key (call $greeting))
    (local.set $out (call $alloc (i64.const 16)))
    (call $store_u8 (local.get $out) (i32.const 111))
    (call $store_u8 (i64.add (local.get $out) (i64.const 1)) (i32.const 107))
    (call $store_u64 (i64.add (local.get $out) (i64.const 8)) (i64.const 255))
    (drop (call $length (local.get $key)))
    (call $free (local.get $key))
    (call $output_set (local.get $out) (i64.const 2))
    (i32.const 0))

  ;; Puts "greeting" into the variable "greeting", and gets it.
  (func (export "vars") (result i32)
    (call $var_set (call $greeting) (call $greeting))
    (drop (call $var_get (call $greeting)))
    (i32.const 0))

  (func (export "fails") (result i32)
    (call $error_set (call $greeting))
    (i32.const 1))

  (func (export "traps") (result i32)
    (drop (call $alloc (i64.const 24)))
    unreachable)

  ;; Stores 100,000 bytes one by one, each before the last: nothing of it can be merged.
  (func (export "backwards") (result i32) (local $at i64) (local $left i64)
    (local.set $at (call $alloc (i64.const 100000)))
    (local.set $left (i64.const 100000))
    (loop $again
      (local.set $left (i64.sub (local.get $left) (i64.const 1)))
      (call $store_u8 (i64.add (local.get $at) (local.get $left)) (i32.const 1))
      (br_if $again (i64.gt_u (local.get $left) (i64.const 0))))
    (call $output_set (local.get $at) (i64.const 3))
    (i32.const 0))

  ;; Frees and stores where there is no block.
  (func (export "wild") (result i32)
    (call $free (i64.const -1))
    (call $store_u8 (i64.const 0xffffffffff) (i32.const 1))
    (drop (call $length (i64.const 12345)))
    (drop (call $alloc (i64.const 0)))
    (call $output_set (i64.const 7) (i64.const 0))
    (i32.const 0))
)
