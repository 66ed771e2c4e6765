;; A REFERENCE, not a rival: a model of the kernel that native hosts use, reduced to how it finds blocks. Every
;; operation walks the blocks from the first one on, and a reset zeros all that was used.
;;
;; A block is a header of 16 bytes (state: 1 live, 2 free; capacity; length) and its data.
(module
  (memory (export "memory") 1)
  (global $start i32 (i32.const 16))
  (global $end (mut i32) (i32.const 16))
  (global $trusting (mut i32) (i32.const 0))

  (func $state (param $block i32) (result i32) (i32.load (local.get $block)))
  (func $capacity (param $block i32) (result i32) (i32.load offset=4 (local.get $block)))
  (func $next (param $block i32) (result i32)
    (i32.add (i32.add (local.get $block) (i32.const 16)) (call $capacity (local.get $block))))

  ;; While it trusts, it walks nowhere: new blocks go to the end, and handles are right. So many blocks can be made in
  ;; reasonable time, to then be measured among.
  (func (export "trust") (param $on i32) (global.set $trusting (local.get $on)))

  ;; The first free block of at least $len bytes, or 0.
  (func $find_free (param $len i32) (result i32)
    (local $block i32)
    (if (global.get $trusting) (then (return (i32.const 0))))
    (local.set $block (global.get $start))
    (block $none
      (loop $walk
        (br_if $none (i32.ge_u (local.get $block) (global.get $end)))
        (if (i32.eq (call $state (local.get $block)) (i32.const 2))
          (then (if (i32.ge_u (call $capacity (local.get $block)) (local.get $len))
            (then (return (local.get $block))))))
        (local.set $block (call $next (local.get $block)))
        (br $walk)))
    (i32.const 0))

  ;; The live block whose data is at $data, or 0.
  (func $find (param $data i64) (result i32)
    (local $block i32)
    (if (global.get $trusting) (then (return (i32.sub (i32.wrap_i64 (local.get $data)) (i32.const 16)))))
    (local.set $block (global.get $start))
    (block $none
      (loop $walk
        (br_if $none (i32.ge_u (local.get $block) (global.get $end)))
        (if (i32.eq (call $state (local.get $block)) (i32.const 1))
          (then (if (i64.eq (local.get $data) (i64.extend_i32_u (i32.add (local.get $block) (i32.const 16))))
            (then (return (local.get $block))))))
        (local.set $block (call $next (local.get $block)))
        (br $walk)))
    (i32.const 0))

  ;; Makes the memory end at $end or later.
  (func $reserve (param $end i32)
    (local $missing i32)
    (local.set $missing (i32.sub
      (i32.shr_u (i32.add (local.get $end) (i32.const 65535)) (i32.const 16))
      (memory.size)))
    (if (i32.gt_s (local.get $missing) (i32.const 0))
      (then (if (i32.eq (memory.grow (local.get $missing)) (i32.const -1)) (then unreachable)))))

  (func (export "alloc") (param $len i64) (result i64)
    (local $block i32) (local $capacity i32)
    (local.set $block (call $find_free (i32.wrap_i64 (local.get $len))))
    (if (i32.eqz (local.get $block))
      (then
        (local.set $block (global.get $end))
        ;; Multiples of 8 keep headers aligned.
        (local.set $capacity (i32.and (i32.add (i32.wrap_i64 (local.get $len)) (i32.const 7)) (i32.const -8)))
        (global.set $end (i32.add (i32.add (local.get $block) (i32.const 16)) (local.get $capacity)))
        (call $reserve (global.get $end))
        (i32.store offset=4 (local.get $block) (local.get $capacity))))
    (i32.store (local.get $block) (i32.const 1))
    (i32.store offset=8 (local.get $block) (i32.wrap_i64 (local.get $len)))
    (i64.extend_i32_u (i32.add (local.get $block) (i32.const 16))))

  (func (export "free") (param $data i64)
    (local $block i32)
    (local.set $block (call $find (local.get $data)))
    (if (local.get $block) (then (i32.store (local.get $block) (i32.const 2)))))

  (func (export "length") (param $data i64) (result i64)
    (local $block i32)
    (local.set $block (call $find (local.get $data)))
    (if (result i64) (local.get $block)
      (then (i64.load32_u offset=8 (local.get $block)))
      (else (i64.const 0))))

  (func (export "reset")
    (memory.fill (global.get $start) (i32.const 0) (i32.sub (global.get $end) (global.get $start)))
    (global.set $end (global.get $start))))
