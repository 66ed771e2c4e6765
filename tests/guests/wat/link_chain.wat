;; Main of a chain: linked with link_lhs as "lhs", which needs link_rhs as "rhs". Outputs the input number plus
;; eleven: lhs adds ten, rhs adds one.
(module
  ;;include parts/number_imports.wat
  (import "lhs" "add_one_lhs" (func $add (param i32) (result i32)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (call $output_number
      (i64.extend_i32_s (call $add (i32.wrap_i64 (call $input_number)))))
    (i32.const 0)))
