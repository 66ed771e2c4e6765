;; Uses everything of shared_provider, linked under the name "provider". All numbers are decimal text; call the input
;; n.
(module
  ;;include parts/number_imports.wat
  (type $unary (func (param i32) (result i32)))
  (import "provider" "memory" (memory 1))
  (import "provider" "counter" (global $counter (mut i32)))
  (import "provider" "table" (table 4 funcref))
  (import "provider" "read" (func $read (param i32) (result i32)))
  (import "provider" "get_counter" (func $get_counter (result i32)))
  (import "provider" "call_slot" (func $call_slot (param i32 i32) (result i32)))
  ;;include parts/number.wat

  (elem (i32.const 1) $negate)
  (func $negate (type $unary)
    (i32.sub (i32.const 0) (local.get 0)))

  (func $input (result i32)
    (i32.wrap_i64 (call $input_number)))
  (func $output (param i32)
    (call $output_number (i64.extend_i32_s (local.get 0))))

  ;; The provider's data, read here: 1234.
  (func (export "read_memory") (result i32)
    (call $output (i32.load (i32.const 0)))
    (i32.const 0))
  ;; Writes n into the memory; outputs what the provider reads there: n.
  (func (export "write_memory") (result i32)
    (i32.store (i32.const 16) (call $input))
    (call $output (call $read (i32.const 16)))
    (i32.const 0))
  ;; Adds n to the global; outputs what the provider sees: 100 plus all of the n.
  (func (export "add_to_global") (result i32)
    (global.set $counter (i32.add (global.get $counter) (call $input)))
    (call $output (call $get_counter))
    (i32.const 0))
  ;; Calls the provider's function in the table: 3n.
  (func (export "call_table") (result i32)
    (call $output (call_indirect (type $unary) (call $input) (i32.const 0)))
    (i32.const 0))
  ;; Has the provider call this module's function in the table: -n.
  (func (export "be_called") (result i32)
    (call $output (call $call_slot (i32.const 1) (call $input)))
    (i32.const 0)))
