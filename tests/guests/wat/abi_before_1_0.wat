;; abi_http.wat by the names of PDKs before 1.0, with the two functions besides that only the oldest had, as the operations 35
;; and 36.
(module
  ;;include abi/imports_before_1_0.wat
  ;;include abi/interpreter.wat
  ;;include abi/operations.wat

  (elem (i32.const 32) $op_http_request $op_http_status_code $op_http_headers $op_load_u32 $op_store_u32)

  (func $op_http_request (type $operation) (call $http_request (local.get 0) (local.get 1)))
  (func $op_http_status_code (type $operation) (i64.extend_i32_u (call $http_status_code)))
  (func $op_http_headers (type $operation) (call $http_headers))
  (func $op_load_u32 (type $operation) (i64.extend_i32_u (call $load_u32 (local.get 0))))
  (func $op_store_u32 (type $operation) (call $store_u32 (local.get 0) (i32.wrap_i64 (local.get 1))) (i64.const 0))
)
