// Plug-ins that ask for memory.
import { env, number } from './env.js';

const ofMemory = { functions: ['grow', 'size'], others: ['memory memory'], imports: number };

/** @type {Record<string, import('./index.js').Shape>} */
export const limits = {
  grow: ofMemory,
  grow_max: ofMemory,
  big_min: ofMemory,
  start_grow: { ...ofMemory, functions: ['grow', 'size', 'started'] },
  short_of_pages: { functions: ['at_once', 'block', 'by_page', 'unchecked'], others: ['memory memory'], imports: number },
  many_blocks: { functions: ['grow', 'pass', 'take'], imports: env('alloc', 'free', 'input_load_u64', 'output_set', 'store_u64') },
  many_vars: { functions: ['check', 'look', 'set', 'set_and_fail'], imports: [...env('alloc', 'input_load_u64', 'length', 'store_u8', 'var_get', 'var_set'), 'extism:host/user look'] },
  deep: {
    functions: ['blocks', 'config', 'fine', 'get', 'host', 'log', 'set'],
    imports: [...env('alloc', 'config_get', 'input_load_u64', 'length', 'log_info', 'output_set', 'store_u8', 'var_get', 'var_set'), 'extism:host/user look'],
  },
  kernel_alloc: { functions: ['alloc', 'fill'], imports: number },
};
