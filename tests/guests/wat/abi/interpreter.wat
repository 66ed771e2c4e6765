;; Reads the script into the plug-in's own memory, runs it there, and hands out the results.

(type $operation (func (param i64 i64) (result i64)))

;; The script from address 0, then the results from the next multiple of 8.
(memory 1)

(global $count (mut i32) (i32.const 0))
(global $data (mut i32) (i32.const 0))    ;; where the script's data begin
(global $results (mut i32) (i32.const 0)) ;; where the results begin
(global $code (mut i32) (i32.const 0))

(func (export "run") (result i32)
  (local $out i64)
  (call $load_script)
  (local.set $out (call $alloc (i64.extend_i32_u (i32.shl (global.get $count) (i32.const 3)))))
  (call $run_records)
  (call $write_results (local.get $out))
  (global.get $code))

(func (export "run_quiet") (result i32)
  (call $load_script)
  (call $run_records)
  (global.get $code))

;; Copies the input before anything can free it, and grows the memory to hold the results too.
;; Ignores a failing growth: the stores after it trap then.
(func $load_script
  (local $length i32) (local $at i32) (local $missing i32)
  (local.set $length (i32.wrap_i64 (call $input_length)))
  (global.set $code (i32.const 0))
  (global.set $count (i32.wrap_i64 (call $input_load_u64 (i64.const 0))))
  (global.set $data (i32.add (i32.const 8) (i32.mul (global.get $count) (i32.const 24))))
  ;; A script cut short would read as zeros, which are calls of `alloc`.
  (if (i32.gt_u (global.get $data) (local.get $length)) (then (unreachable)))
  (global.set $results (i32.and (i32.add (local.get $length) (i32.const 7)) (i32.const -8)))
  (local.set $missing
    (i32.sub
      (i32.shr_u
        (i32.add
          (i32.add (global.get $results) (i32.shl (global.get $count) (i32.const 3)))
          (i32.const 0xffff))
        (i32.const 16))
      (memory.size)))
  (if (i32.gt_s (local.get $missing) (i32.const 0))
    (then (drop (memory.grow (local.get $missing)))))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $at) (local.get $length)))
      (i32.store8 (local.get $at) (call $input_load_u8 (i64.extend_i32_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br $next))))

(func $run_records
  (local $index i32) (local $record i32) (local $op i32)
  (local.set $record (i32.const 8))
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (global.get $count)))
      (local.set $op (i32.wrap_i64 (i64.load (local.get $record))))
      (i64.store
        (i32.add (global.get $results) (i32.shl (local.get $index) (i32.const 3)))
        (call_indirect (type $operation)
          (call $argument
            (i64.load offset=8 (local.get $record))
            (i32.and (local.get $op) (i32.const 0x100))
            (local.get $index))
          (call $argument
            (i64.load offset=16 (local.get $record))
            (i32.and (local.get $op) (i32.const 0x200))
            (local.get $index))
          (i32.and (local.get $op) (i32.const 0xff))))
      (local.set $record (i32.add (local.get $record) (i32.const 24)))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next))))

;; The value of an argument of record $index: itself, or what it refers to.
(func $argument (param $value i64) (param $is_reference i32) (param $index i32) (result i64)
  (if (i32.eqz (local.get $is_reference)) (then (return (local.get $value))))
  (if (i32.ge_u (i32.wrap_i64 (local.get $value)) (local.get $index)) (then (unreachable)))
  (i64.add
    (i64.load (i32.add
      (global.get $results)
      (i32.shl (i32.wrap_i64 (local.get $value)) (i32.const 3))))
    (i64.shr_s (local.get $value) (i64.const 32))))

(func $write_results (param $out i64)
  (local $index i32) (local $at i32)
  (block $done
    (loop $next
      (br_if $done (i32.ge_u (local.get $index) (global.get $count)))
      (local.set $at (i32.shl (local.get $index) (i32.const 3)))
      (call $store_u64
        (i64.add (local.get $out) (i64.extend_i32_u (local.get $at)))
        (i64.load (i32.add (global.get $results) (local.get $at))))
      (local.set $index (i32.add (local.get $index) (i32.const 1)))
      (br $next)))
  (call $output_set
    (local.get $out)
    (i64.extend_i32_u (i32.shl (global.get $count) (i32.const 3)))))
