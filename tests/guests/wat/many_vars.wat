;; Sets very many vars of one byte each. The input: the number of the first, and how many; each has its number as its name, in six letters from a to p.
;; `look` has the application look at them.
(module
  (import "extism:host/env" "alloc" (func $alloc (param i64) (result i64)))
  (import "extism:host/env" "store_u8" (func $store_u8 (param i64 i32)))
  (import "extism:host/env" "input_load_u64" (func $input_load_u64 (param i64) (result i64)))
  (import "extism:host/env" "var_set" (func $var_set (param i64 i64)))
  (import "extism:host/env" "var_get" (func $var_get (param i64) (result i64)))
  (import "extism:host/env" "length" (func $length (param i64) (result i64)))

  (import "extism:host/user" "look" (func $look))

  (func (export "look") (call $look))

  (func $name (param $number i64) (result i64)
    (local $block i64) (local $letter i64)
    (local.set $block (call $alloc (i64.const 6)))
    (loop $next
      (call $store_u8
        (i64.add (local.get $block) (local.get $letter))
        (i32.add
          (i32.const 97)
          (i32.and
            (i32.wrap_i64 (i64.shr_u (local.get $number) (i64.sub (i64.const 20) (i64.mul (local.get $letter) (i64.const 4)))))
            (i32.const 15))))
      (br_if $next (i64.lt_u (local.tee $letter (i64.add (local.get $letter) (i64.const 1))) (i64.const 6))))
    (local.get $block))

  (func $value (result i64)
    (local $block i64)
    (local.set $block (call $alloc (i64.const 1)))
    (call $store_u8 (local.get $block) (i32.const 7))
    (local.get $block))

  (func $set (export "set")
    (local $number i64) (local $end i64)
    (local.set $number (call $input_load_u64 (i64.const 0)))
    (local.set $end (i64.add (local.get $number) (call $input_load_u64 (i64.const 8))))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $number) (local.get $end)))
        (call $var_set (call $name (local.get $number)) (call $value))
        (local.set $number (i64.add (local.get $number) (i64.const 1)))
        (br $next))))

  ;; The same, and fails.
  (func (export "set_and_fail") (result i32)
    (call $set)
    (i32.const 1))

  ;; Traps unless all of them are there.
  (func (export "check")
    (local $number i64) (local $end i64)
    (local.set $number (call $input_load_u64 (i64.const 0)))
    (local.set $end (i64.add (local.get $number) (call $input_load_u64 (i64.const 8))))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $number) (local.get $end)))
        (if (i64.ne (call $length (call $var_get (call $name (local.get $number)))) (i64.const 1)) (then (unreachable)))
        (local.set $number (i64.add (local.get $number) (i64.const 1)))
        (br $next))))
)
