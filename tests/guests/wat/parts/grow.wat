;; Functions about the plug-in's own memory; numbers are decimal text.

;; Grows the memory by n pages, n being the input; outputs the pages before, or -1 when it could not. Writes to the
;; last byte, so that the pages are there indeed.
(func (export "grow") (result i32)
  (local $before i32)
  (local.set $before (memory.grow (i32.wrap_i64 (call $input_number))))
  (i32.store8 (i32.sub (i32.shl (memory.size) (i32.const 16)) (i32.const 1)) (i32.const 1))
  (call $output_number (i64.extend_i32_s (local.get $before)))
  (i32.const 0))

;; Outputs how many pages there are.
(func (export "size") (result i32)
  (call $output_number (i64.extend_i32_u (memory.size)))
  (i32.const 0))
