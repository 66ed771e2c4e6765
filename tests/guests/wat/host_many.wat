;; `run` calls the host function "handle" of the namespace "host" n times, n being the input number. The k-th call
;; gives it a block of 8 bytes with k, a little-endian u64 from 0 on, and expects a handle of such a block. It frees
;; both blocks, so that memory stays as it is, and outputs the sum of the numbers it got.
(module
  ;;include parts/number_imports.wat
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "load_u64" (func $load_u64 (param i64) (result i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "host" "handle" (func $handle (param i64) (result i64)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (local $count i64) (local $index i64) (local $given i64) (local $got i64) (local $sum i64)
    (local.set $count (call $input_number))
    (block $done
      (loop $next
        (br_if $done (i64.ge_u (local.get $index) (local.get $count)))
        (local.set $given (call $alloc (i64.const 8)))
        (call $store_u64 (local.get $given) (local.get $index))
        (local.set $got (call $handle (local.get $given)))
        (local.set $sum (i64.add (local.get $sum) (call $load_u64 (local.get $got))))
        (call $free (local.get $given))
        ;; The host may give back the block it was given.
        (if (i64.ne (local.get $got) (local.get $given)) (then (call $free (local.get $got))))
        (local.set $index (i64.add (local.get $index) (i64.const 1)))
        (br $next)))
    (call $output_number (local.get $sum))
    (i32.const 0)))
