;; The middle of a chain: adds ten to what "rhs" answers.
(module
  (import "rhs" "add_one" (func $add_one (param i32) (result i32)))
  (func (export "add_one_lhs") (param i32) (result i32)
    (i32.add (call $add_one (local.get 0)) (i32.const 10))))
