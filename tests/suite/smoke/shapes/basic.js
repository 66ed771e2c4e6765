// The plug-ins for calls, failures and the ABI.
import { abi, env, http } from './env.js';

/** @type {Record<string, import('./index.js').Shape>} */
export const basic = {
  echo: {
    functions: ['echo', 'echo_u8', 'empty', 'nothing'],
    imports: env('alloc', 'input_length', 'input_load_u64', 'input_load_u8', 'output_set', 'store_u64', 'store_u8'),
  },
  faults: {
    functions: [
      ...['bad_error', 'div_zero', 'error_cleared', 'error_then_ok', 'error_then_trap', 'no_result', 'oob', 'recurse'],
      ...['returns_7', 'returns_i64', 'returns_two', 'trap', 'with_param'],
    ],
    others: ['global answer', 'memory memory'],
    imports: env('alloc', 'error_set', 'store_u8'),
  },
  counter: {
    functions: ['count', 'letter', 'log'],
    others: ['memory memory'],
    imports: env('alloc', 'input_length', 'log_info', 'output_set', 'store_u8'),
  },
  wasi_log: {
    functions: ['log'],
    others: ['memory memory'],
    imports: [...env('alloc', 'input_length', 'output_set'), 'wasi_snapshot_preview1 fd_write'],
  },
  abi: { functions: ['run', 'run_quiet'], imports: abi },
  abi_http: { functions: ['run', 'run_quiet'], imports: [...abi, ...http] },
  frees: {
    functions: ['config', 'config_freed', 'config_often', 'log', 'store', 'store_oldest', 'store_same', 'store_used', 'var', 'wear'],
    imports: env('alloc', 'config_get', 'free', 'input_load_u64', 'length', 'load_u8', 'log_info', 'output_set', 'store_u64', 'var_get', 'var_set'),
  },
  traced: {
    functions: ['alloc', 'backwards', 'fails', 'length', 'store_u8', 'tour', 'traps', 'vars', 'wild'],
    others: ['memory memory'],
    imports: env(
      ...['alloc', 'config_get', 'error_set', 'free', 'input_length', 'input_load_u8', 'length', 'load_u64', 'load_u8', 'log_info', 'output_set'],
      ...['store_u64', 'store_u8', 'var_get', 'var_set'],
    ),
  },
  traced_host: { functions: ['run'], imports: [...env('alloc', 'length', 'output_set', 'store_u64'), 'host twice'] },
  missing_import: { functions: ['run'], imports: ['nowhere thing'] },
  unknown_env: { functions: ['run'], imports: env('frobnicate') },
  missing_wasi: { functions: ['run'], others: ['memory memory'], imports: ['wasi_snapshot_preview1 fd_write'] },
};
