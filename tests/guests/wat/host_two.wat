;; Imports a function of the same name and type from two namespaces, "host" and "other". `run` outputs
;; other(host(n)) for the input number n.
(module
  ;;include parts/number_imports.wat
  (import "host" "i32" (func $host (param i32) (result i32)))
  (import "other" "i32" (func $other (param i32) (result i32)))
  ;;include parts/number.wat
  (func (export "run") (result i32)
    (call $output_number
      (i64.extend_i32_s
        (call $other (call $host (i32.wrap_i64 (call $input_number))))))
    (i32.const 0)))
