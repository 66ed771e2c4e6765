;; `run` calls "wide" of the namespace "host" with twelve arguments, 1 to 12, of each type in turn, and outputs the i64 it
;; returns.
(module
  ;;include parts/number_imports.wat
  (import "host" "wide"
    (func $wide (param i32 i64 f32 f64 i32 i64 f32 f64 i32 i64 f32 f64) (result i64)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (call $output_number
      (call $wide
        (i32.const 1) (i64.const 2) (f32.const 3) (f64.const 4)
        (i32.const 5) (i64.const 6) (f32.const 7) (f64.const 8)
        (i32.const 9) (i64.const 10) (f32.const 11) (f64.const 12)))
    (i32.const 0)))
