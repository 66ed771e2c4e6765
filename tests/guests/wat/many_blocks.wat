;; Takes very many blocks. Each export returns how many it got as an output of 8 bytes.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "output_set" (func $output_set (param i64 i64)))

  (memory 1)

  (func $tell (param $out i64) (param $count i64)
    (call $store_u64 (local.get $out) (local.get $count))
    (call $output_set (local.get $out) (i64.const 8)))

  ;; The input: how many, and of which size. None is freed.
  (func (export "take")
    (call $tell (call $alloc (i64.const 8))
      (call $taken (call $input_load_u64 (i64.const 0)) (call $input_load_u64 (i64.const 8)))))

  (func $taken (param $wanted i64) (param $size i64) (result i64)
    (local $count i64)
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $count) (local.get $wanted)))
        (br_if $done (i64.eqz (call $alloc (local.get $size))))
        (local.set $count (i64.add (local.get $count) (i64.const 1)))
        (br $next)))
    (local.get $count))

  ;; The same, and each is freed when the next has been taken.
  (func (export "pass")
    (local $count i64) (local $last i64) (local $next i64) (local $wanted i64) (local $size i64) (local $out i64)
    (local.set $out (call $alloc (i64.const 8)))
    (local.set $wanted (call $input_load_u64 (i64.const 0)))
    (local.set $size (call $input_load_u64 (i64.const 8)))
    (block $done
      (loop $again
        (br_if $done (i64.ge_u (local.get $count) (local.get $wanted)))
        (local.set $next (call $alloc (local.get $size)))
        (br_if $done (i64.eqz (local.get $next)))
        (call $free (local.get $last))
        (local.set $last (local.get $next))
        (local.set $count (i64.add (local.get $count) (i64.const 1)))
        (br $again)))
    (call $tell (local.get $out) (local.get $count)))

  ;; Grows its own memory by one page at a time until it is refused.
  (func (export "grow")
    (local $out i64)
    (local.set $out (call $alloc (i64.const 8)))
    (block $done
      (loop $again
        (br_if $done (i32.eq (memory.grow (i32.const 1)) (i32.const -1)))
        (br $again)))
    (call $tell (local.get $out) (i64.extend_i32_u (memory.size))))
)
