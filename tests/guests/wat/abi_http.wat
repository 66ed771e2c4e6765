;; abi.wat with the three HTTP calls besides, as the operations from 32 on.
(module
  ;;include abi/imports.wat
  (import "extism:host/env" "http_request" (func $http_request (param i64 i64) (result i64)))
  (import "extism:host/env" "http_status_code" (func $http_status_code (result i32)))
  (import "extism:host/env" "http_headers" (func $http_headers (result i64)))
  ;;include abi/interpreter.wat
  ;;include abi/operations.wat

  (elem (i32.const 32) $op_http_request $op_http_status_code $op_http_headers)

  (func $op_http_request (type $operation) (call $http_request (local.get 0) (local.get 1)))
  (func $op_http_status_code (type $operation) (i64.extend_i32_u (call $http_status_code)))
  (func $op_http_headers (type $operation) (call $http_headers))
)
