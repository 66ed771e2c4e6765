;; Calls an import again and again, each time deeper, until there is no stack left. The input's first i64 is how many small steps it
;; goes down first, so that the stack ends in another place.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "config_get" (func $config_get (param i64) (result i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "log_info" (func $log_info (param i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))
  (import "extism:host/user" "look" (func $look (param i64) (result i64)))

  (table funcref (elem $config $get $set $log $host $blocks))
  (type $step (func))

  (func $block (result i64)
    (local $block i64)
    (local.set $block (call $alloc (i64.const 1)))
    (call $store_u8 (local.get $block) (i32.const 97))
    (local.get $block))

  (func $config (drop (call $config_get (call $block))))
  (func $get (drop (call $var_get (call $block))))
  (func $set (call $var_set (call $block) (call $block)))
  (func $log (call $log_info (call $block)))
  (func $host (drop (call $look (call $block))))
  (func $blocks (drop (call $block)))

  (func $small (param $left i64) (param $step i32) (result i32)
    (if (result i32) (i64.eqz (local.get $left))
      (then (call $down (local.get $step)))
      (else (i32.add (i32.const 1) (call $small (i64.sub (local.get $left) (i64.const 1)) (local.get $step))))))

  (func $down (param $step i32) (result i32)
    (call_indirect (type $step) (local.get $step))
    (i32.add (i32.const 1) (call $down (local.get $step))))

  (func (export "config") (drop (call $small (call $input_load_u64 (i64.const 0)) (i32.const 0))))
  (func (export "get") (drop (call $small (call $input_load_u64 (i64.const 0)) (i32.const 1))))
  (func (export "set") (drop (call $small (call $input_load_u64 (i64.const 0)) (i32.const 2))))
  (func (export "log") (drop (call $small (call $input_load_u64 (i64.const 0)) (i32.const 3))))
  (func (export "host") (drop (call $small (call $input_load_u64 (i64.const 0)) (i32.const 4))))
  (func (export "blocks") (drop (call $small (call $input_load_u64 (i64.const 0)) (i32.const 5))))

  ;; One of each; outputs the block that the host function gives.
  (func (export "fine")
    (local $block i64)
    (call $config) (call $get) (call $set) (call $log)
    (if (i64.ne (call $length (call $config_get (call $block))) (i64.const 5)) (then (unreachable)))
    (if (i64.ne (call $length (call $var_get (call $block))) (i64.const 1)) (then (unreachable)))
    (local.set $block (call $look (call $block)))
    (call $output_set (local.get $block) (call $length (local.get $block))))
)
