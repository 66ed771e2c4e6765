;; Main of a cycle of functions: linked with cycle_b under that name. `run` outputs 1 if the input number, at least
;; zero, is even, else 0. The two ask each other once for each step down to zero.
(module
  ;;include parts/number_imports.wat
  (import "cycle_b" "odd" (func $odd (param i32) (result i32)))
  ;;include parts/number.wat
  (func $even (export "even") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (return (i32.const 1))))
    (call $odd (i32.sub (local.get 0) (i32.const 1))))
  (func (export "run") (result i32)
    (call $output_number
      (i64.extend_i32_u (call $even (i32.wrap_i64 (call $input_number)))))
    (i32.const 0)))
