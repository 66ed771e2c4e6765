// Plug-ins of PDKs before 1.0.
import { abi, http, number, old } from './env.js';

const renamed = (names) => old(...names.map((entry) => entry.split(' ')[1].replace(/^var_/, 'kv_')));

/** @type {Record<string, import('./index.js').Shape>} */
export const before = {
  abi_before_1_0: { functions: ['run', 'run_quiet'], imports: [...renamed([...abi, ...http]), ...old('load_u32', 'store_u32')] },
  old_echo: { functions: ['echo'], imports: old('alloc', 'input_length', 'input_load_u8', 'output_set', 'store_u8') },
  old_env: { functions: ['shout'], imports: old('alloc', 'length', 'load_u8', 'store_u8') },
  old_link_main: { functions: ['run'], imports: [...renamed(number), 'side add_one'] },
  old_link_side: { functions: ['add_one', 'calls'], imports: old('alloc', 'length', 'store_u8', 'var_get', 'var_set') },
  old_shout: { functions: ['run'], imports: [...old('input_offset', 'length', 'output_set'), 'env shout'] },
  old_unknown: { functions: ['run'], imports: old('file_read') },
  transitional: { functions: ['echo'], imports: ['input_length', 'input_offset', 'output_set'].map((name) => `extism:env ${name}`) },
};
