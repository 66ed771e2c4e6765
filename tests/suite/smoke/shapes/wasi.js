import { cases } from '../../wasi/table/cases.js';
import { env } from './env.js';

const functions = Object.keys(cases);

/** Plug-ins that call WASI's functions themselves. @type {Record<string, import('./index.js').Shape>} */
export const wasi = {
  wasi_calls: {
    functions: [...functions, 'put', 'get'],
    others: ['memory memory'],
    imports: [
      ...functions.map((name) => `wasi_snapshot_preview1 ${name}`),
      ...env('input_length', 'input_load_u8', 'input_load_u64', 'alloc', 'store_u8', 'output_set'),
    ],
  },
  wasi_poll: {
    functions: ['clock', 'clock_abs', 'stdin', 'two'],
    others: ['memory memory'],
    imports: ['wasi_snapshot_preview1 poll_oneoff', ...env('alloc', 'store_u64', 'output_set')],
  },
};
