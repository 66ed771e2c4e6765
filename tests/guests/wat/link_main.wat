;; Linked with link_side under the name "side": outputs the input number plus one.
(module
  ;;include parts/number_imports.wat
  (import "side" "add_one" (func $add_one (param i32) (result i32)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (call $output_number
      (i64.extend_i32_s (call $add_one (i32.wrap_i64 (call $input_number)))))
    (i32.const 0)))
