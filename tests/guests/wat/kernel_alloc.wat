;; Asks the host for memory. The output's block is allocated first, so that there is one when memory is used up.
(module
  ;;include parts/number_imports.wat
  ;;include parts/number.wat

  ;; Allocates a block of n bytes, n being the input number; outputs its handle, 0 when there is no room.
  (func (export "alloc") (result i32)
    (local $out i64)
    (local.set $out (call $alloc (i64.const 20)))
    (call $output_number_in (local.get $out) (call $alloc (call $input_number)))
    (i32.const 0))

  ;; Allocates blocks of n bytes until there is no room for another; outputs how many there are.
  (func (export "fill") (result i32)
    (local $out i64) (local $size i64) (local $count i64)
    (local.set $out (call $alloc (i64.const 20)))
    (local.set $size (call $input_number))
    (block $full
      (loop $next
        (br_if $full (i64.eqz (call $alloc (local.get $size))))
        (local.set $count (i64.add (local.get $count) (i64.const 1)))
        (br $next)))
    (call $output_number_in (local.get $out) (local.get $count))
    (i32.const 0)))
