// Modules that do something before the first call.
import { env, number, order } from './env.js';

/** @type {Record<string, import('./index.js').Shape>} */
export const start = {
  order_main: { functions: ['_initialize', 'order', 'run'], imports: [...order, ...env('output_set'), 'a touch'] },
  order_a: { functions: ['_initialize', 'touch'], imports: [...order, 'b touch'] },
  order_b: { functions: ['_initialize', 'touch'], imports: order },
  reactor: { functions: ['_initialize', 'run'], imports: number },
  ctors: { functions: ['__wasm_call_ctors', 'run'], imports: number },
  reactor_ctors: { functions: ['__wasm_call_ctors', '_initialize', 'run'], imports: number },
  command_main: { functions: ['_start', 'run'], imports: number },
  haskell: { functions: ['_initialize', 'argc', 'argv', 'hs_init', 'order'], imports: number },
  start_traps: { functions: ['run'], imports: [] },
  init_traps: { functions: ['_initialize', 'run'], imports: [] },
  hostile: { functions: ['attack', 'attack_forever', 'fine'], imports: [...number, ...env('error_set', 'free', 'store_u64'), 'host look'] },
  endless_start: { functions: ['run'], imports: [] },
  endless: { functions: ['forever', 'get', 'set', 'set_forever'], imports: [...number, ...env('load_u64', 'store_u64', 'var_get', 'var_set')] },
};
