;; The operations, by index: the table's order is what scripts refer to.
(table 48 funcref)
(elem (i32.const 0)
  $op_alloc $op_free $op_length $op_length_unsafe $op_load_u8
  $op_load_u64 $op_store_u8 $op_store_u64 $op_input_offset $op_input_length
  $op_input_load_u8 $op_input_load_u64 $op_output_set $op_error_set $op_error_get
  $op_config_get $op_var_get $op_var_set $op_log_trace $op_log_debug
  $op_log_info $op_log_warn $op_log_error $op_get_log_level $op_block
  $op_exit)

(func $op_alloc (type $operation) (call $alloc (local.get 0)))
(func $op_free (type $operation) (call $free (local.get 0)) (i64.const 0))
(func $op_length (type $operation) (call $length (local.get 0)))
(func $op_length_unsafe (type $operation) (call $length_unsafe (local.get 0)))
(func $op_load_u8 (type $operation) (i64.extend_i32_u (call $load_u8 (local.get 0))))
(func $op_load_u64 (type $operation) (call $load_u64 (local.get 0)))
(func $op_store_u8 (type $operation) (call $store_u8 (local.get 0) (i32.wrap_i64 (local.get 1))) (i64.const 0))
(func $op_store_u64 (type $operation) (call $store_u64 (local.get 0) (local.get 1)) (i64.const 0))
(func $op_input_offset (type $operation) (call $input_offset))
(func $op_input_length (type $operation) (call $input_length))
(func $op_input_load_u8 (type $operation) (i64.extend_i32_u (call $input_load_u8 (local.get 0))))
(func $op_input_load_u64 (type $operation) (call $input_load_u64 (local.get 0)))
(func $op_output_set (type $operation) (call $output_set (local.get 0) (local.get 1)) (i64.const 0))
(func $op_error_set (type $operation) (call $error_set (local.get 0)) (i64.const 0))
(func $op_error_get (type $operation) (call $error_get))
(func $op_config_get (type $operation) (call $config_get (local.get 0)))
(func $op_var_get (type $operation) (call $var_get (local.get 0)))
(func $op_var_set (type $operation) (call $var_set (local.get 0) (local.get 1)) (i64.const 0))
(func $op_log_trace (type $operation) (call $log_trace (local.get 0)) (i64.const 0))
(func $op_log_debug (type $operation) (call $log_debug (local.get 0)) (i64.const 0))
(func $op_log_info (type $operation) (call $log_info (local.get 0)) (i64.const 0))
(func $op_log_warn (type $operation) (call $log_warn (local.get 0)) (i64.const 0))
(func $op_log_error (type $operation) (call $log_error (local.get 0)) (i64.const 0))
(func $op_get_log_level (type $operation) (i64.extend_i32_u (call $get_log_level)))

;; block(position, length): a new block with those bytes of the script's data; its handle.
(func $op_block (type $operation)
  (local $handle i64) (local $at i64)
  (local.set $handle (call $alloc (local.get 1)))
  (block $done
    (loop $next
      (br_if $done (i64.ge_u (local.get $at) (local.get 1)))
      (call $store_u8
        (i64.add (local.get $handle) (local.get $at))
        (i32.load8_u (i32.add
          (global.get $data)
          (i32.wrap_i64 (i64.add (local.get 0) (local.get $at))))))
      (local.set $at (i64.add (local.get $at) (i64.const 1)))
      (br $next)))
  (local.get $handle))

;; exit(code): what the export returns once the script has ended.
(func $op_exit (type $operation)
  (global.set $code (i32.wrap_i64 (local.get 0)))
  (i64.const 0))
