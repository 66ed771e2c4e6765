;; A plug-in of a PDK before 1.0: the same functions as now, in the module "env", with the prefix "extism_". Gives the input back.
(module
  (import "env" "extism_alloc" (func $alloc (param i64) (result i64)))
  (import "env" "extism_input_length" (func $input_length (result i64)))
  (import "env" "extism_input_load_u8" (func $input_load (param i64) (result i32)))
  (import "env" "extism_store_u8" (func $store (param i64 i32)))
  (import "env" "extism_output_set" (func $output_set (param i64 i64)))
  (func (export "echo") (result i32) (local $i i64) (local $n i64) (local $p i64)
    (local.set $n (call $input_length))
    (local.set $p (call $alloc (local.get $n)))
    (block $done (loop $next
      (br_if $done (i64.ge_u (local.get $i) (local.get $n)))
      (call $store (i64.add (local.get $p) (local.get $i)) (call $input_load (local.get $i)))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br $next)))
    (call $output_set (local.get $p) (local.get $n))
    (i32.const 0)))
