// Plug-ins that call functions of the application.
import { env, number } from './env.js';

const types = ['f32', 'f64', 'handle', 'i32', 'i64', 'mixed', 'void'];

/** @type {Record<string, import('./index.js').Shape>} */
export const hostFunctions = {
  host_fns: {
    functions: types,
    imports: [...number, ...env('input_load_u64', 'length', 'store_u64'), ...types.map((name) => `host ${name}`)],
  },
  host_two: { functions: ['run'], imports: [...number, 'host i32', 'other i32'] },
  host_many: { functions: ['run'], imports: [...number, ...env('free', 'load_u64', 'store_u64'), 'host handle'] },
  host_names: {
    functions: ['run'],
    imports: [...number, '__proto__ __proto__', 'constructor constructor', 'toString valueOf', ...env('mine')],
  },
  host_start: { functions: ['_initialize', 'call', 'run', 'trap'], imports: [...number, 'host i32'] },
  endure: {
    functions: ['spin', 'work'],
    imports: [...env('alloc', 'free', 'input_length', 'input_load_u64', 'input_load_u8', 'load_u64', 'output_set', 'store_u64', 'store_u8', 'var_get', 'var_set'), 'host handle'],
  },
  frees_host: {
    functions: ['bad', 'empty', 'freed', 'logged', 'twice'],
    imports: [...env('alloc', 'free', 'length', 'log_info', 'output_set', 'store_u64'), 'host handle'],
  },
  host_wide: { functions: ['run'], imports: [...number, 'host wide'] },
};
