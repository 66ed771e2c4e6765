// Names in the host's module, as a module's imports are written in the shapes: `MODULE NAME`.

/** These names of the ABI. */
export const env = (...names) => names.map((name) => `extism:host/env ${name}`);

/** The whole ABI but for HTTP. */
export const abi = env(
  ...['alloc', 'config_get', 'error_get', 'error_set', 'free', 'get_log_level', 'input_length', 'input_load_u64'],
  ...['input_load_u8', 'input_offset', 'length', 'length_unsafe', 'load_u64', 'load_u8', 'log_debug', 'log_error'],
  ...['log_info', 'log_trace', 'log_warn', 'output_set', 'store_u64', 'store_u8', 'var_get', 'var_set'],
);

export const http = env('http_headers', 'http_request', 'http_status_code');

/** Names as PDKs before 1.0 import them. */
export const old = (...names) => names.map((name) => `env extism_${name}`);

/** What a module calls that reads a number and outputs one. */
export const number = env('alloc', 'input_length', 'input_load_u8', 'output_set', 'store_u8');

/** What a module calls that appends to the var "order". */
export const order = env('alloc', 'length', 'load_u8', 'store_u8', 'var_get', 'var_set');
