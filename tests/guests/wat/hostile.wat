;; Overwrites all of kernel memory that a plug-in can reach, with numbers that depend on the input number. `attack` then
;; asks the host to work on a handle, `attack_forever` never stops, `fine` outputs the input number.
(module
  ;;include parts/number_imports.wat
  (import "extism:host/env" "free" (func $free (param i64)))
  (import "extism:host/env" "store_u64" (func $store_u64 (param i64 i64)))
  (import "extism:host/env" "error_set" (func $error_set (param i64)))
  (import "host" "look" (func $look (param i64) (result i64)))
  ;;include parts/number.wat
  (global $state (mut i64) (i64.const 0))
  ;; xorshift64
  (func $random (result i64)
    (global.set $state (i64.xor (global.get $state) (i64.shl (global.get $state) (i64.const 13))))
    (global.set $state (i64.xor (global.get $state) (i64.shr_u (global.get $state) (i64.const 7))))
    (global.set $state (i64.xor (global.get $state) (i64.shl (global.get $state) (i64.const 17))))
    (global.get $state))
  (func $below (param $limit i64) (result i64)
    (i64.rem_u (call $random) (local.get $limit)))
  (func $begin
    (global.set $state (i64.mul (i64.add (call $input_number) (i64.const 1)) (i64.const 0x9e3779b97f4a7c15))))
  ;; Live and free blocks, then every eighth byte from the kernel's root to behind the heap, or some of them.
  (func $scribble
    (local $i i64) (local $block i64) (local $end i64) (local $value i64)
    (loop $more
      (local.set $block (call $alloc (i64.add (call $below (i64.const 200)) (i64.const 1))))
      (if (i64.gt_u (local.get $block) (local.get $end)) (then (local.set $end (local.get $block))))
      (if (i64.eqz (call $below (i64.const 2))) (then (call $free (local.get $block))))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $more (i64.lt_u (local.get $i) (i64.const 20))))
    (local.set $end (i64.add (local.get $end) (i64.const 256)))
    (local.set $i (i64.const 4096))
    (loop $next
      ;; Small multiples of 16 may pass for lengths and links; the rest are anything.
      (local.set $value
        (if (result i64) (i64.eqz (call $below (i64.const 3)))
          (then (call $random))
          (else (i64.mul (call $below (i64.const 1024)) (i64.const 16)))))
      (if (i64.eqz (call $below (i64.const 2))) (then (call $store_u64 (local.get $i) (local.get $value))))
      (local.set $i (i64.add (local.get $i) (i64.const 8)))
      (br_if $next (i64.lt_u (local.get $i) (local.get $end))))
    (call $output_set (call $below (local.get $end)) (call $below (i64.const 300)))
    (if (i64.eqz (call $below (i64.const 4))) (then (call $error_set (call $below (local.get $end))))))
  (func (export "attack") (result i32)
    (local $i i64)
    (call $begin)
    (loop $again
      (call $scribble)
      (drop (call $look (i64.mul (call $below (i64.const 1024)) (i64.const 16))))
      (call $free (call $look (call $random)))
      (local.set $i (i64.add (local.get $i) (i64.const 1)))
      (br_if $again (i64.lt_u (local.get $i) (i64.const 5))))
    (i32.const 0))
  (func (export "attack_forever") (result i32)
    (call $begin)
    (loop $again
      (call $scribble)
      (br $again))
    (i32.const 0))
  (func (export "fine") (result i32)
    (call $output_number (call $input_number))
    (i32.const 0)))
