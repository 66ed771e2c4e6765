// Plug-ins made with compilers, which choose for themselves what of the ABI is imported.
import { abi, env, http } from './env.js';

const others = ['memory memory'];

const WASI = 'wasi_snapshot_preview1';
const wasi = (...names) => names.map((name) => `${WASI} ${name}`);

/** @type {Record<string, import('./index.js').Shape>} */
export const pdk = {
  count_vowels: { functions: ['count_vowels'], others, among: abi },
  echo_rust: { functions: ['echo_rust'], others, among: abi },
  fail: { functions: ['fail', 'fail_code', 'ok', 'panics'], others, among: abi },
  logs: { functions: ['level', 'logs'], others, among: abi },
  host_rust: {
    functions: ['read', 'reversed', 'write'],
    others,
    among: [...abi, 'extism:host/user *'],
    needs: ['kv_read', 'kv_write', 'reverse'].map((name) => `extism:host/user ${name}`),
  },
  http_rust: { functions: ['get', 'length', 'request'], others, among: [...abi, ...http], needs: http },
  wasi_rust: {
    functions: [
      ...['append_file', 'args_env', 'clocks', 'escape', 'exit_with', 'list_dir', 'make_dir', 'panics', 'print'],
      ...['print_bytes', 'random_bytes', 'read_bytes', 'read_file', 'read_stdin', 'remove_dir', 'remove_file'],
      ...['rename_path', 'sleep_ms', 'stat_path', 'write_file'],
    ],
    others,
    among: [...abi, `${WASI} *`],
    needs: wasi(
      ...['args_get', 'clock_time_get', 'environ_get', 'fd_prestat_get', 'fd_read', 'fd_readdir', 'fd_write'],
      ...['path_create_directory', 'path_filestat_get', 'path_open', 'path_remove_directory', 'path_rename'],
      ...['path_unlink_file', 'poll_oneoff', 'proc_exit', 'random_get'],
    ),
  },
  count_vowels_c: {
    functions: ['_initialize', 'constructed', 'count_vowels', 'print', 'print_lines', 'read_text'],
    others,
    among: [...abi, `${WASI} *`],
    needs: wasi('fd_prestat_get', 'fd_read', 'fd_write', 'path_open'),
  },
  count_vowels_zig: { functions: ['count_vowels'], others, among: abi },
  greet_as: {
    functions: ['count_vowels', 'fail', 'greet', 'output_string'],
    others,
    among: abi,
    needs: env('config_get', 'log_info', 'var_get', 'var_set'),
  },
  http_as: {
    functions: ['fetch'],
    others,
    among: [...abi, ...http],
    needs: env('http_request', 'http_status_code'),
  },
};
