;; What allocators do that get no memory: they give up. The input is a number of pages.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat
  (memory (export "memory") 2)

  ;; Grows by that many pages at once.
  (func (export "at_once") (result i32)
    (if (i32.eq (memory.grow (i32.wrap_i64 (call $input_number))) (i32.const -1)) (then (unreachable)))
    (i32.const 0))

  ;; The same page by page.
  (func (export "by_page") (result i32)
    (local $left i32)
    (local.set $left (i32.wrap_i64 (call $input_number)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $left)))
        (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
        (local.set $left (i32.sub (local.get $left) (i32.const 1)))
        (br $next)))
    (i32.const 0))

  ;; Goes on with address -1, which there is not.
  (func (export "unchecked") (result i32)
    (local $at i32)
    (local.set $at (i32.shl (memory.grow (i32.wrap_i64 (call $input_number))) (i32.const 16)))
    (drop (memory.grow (i32.const 1)))
    (i32.store (local.get $at) (i32.const 1))
    (i32.const 0))

  ;; Asks the kernel for that many pages in one block, and gives up without it.
  (func (export "block") (result i32)
    (if (i64.eqz (call $alloc (i64.shl (call $input_number) (i64.const 16)))) (then (unreachable)))
    (i32.const 0)))
