// Modules that are linked with each other.
import { env, number, order } from './env.js';

/** @type {Record<string, import('./index.js').Shape>} */
export const linking = {
  link_main: { functions: ['run'], imports: [...number, 'side add_one'] },
  link_side: { functions: ['add_one'], imports: env('alloc', 'log_info', 'store_u8') },
  link_chain: { functions: ['run'], imports: [...number, 'lhs add_one_lhs'] },
  link_lhs: { functions: ['add_one_lhs'], imports: ['rhs add_one'] },
  link_rhs: { functions: ['add_one'], imports: [] },
  cycle_a: { functions: ['even', 'run'], imports: [...number, 'cycle_b odd'] },
  cycle_b: { functions: ['odd'], imports: ['main even'] },
  memory_cycle_a: { functions: ['run'], others: ['memory memory'], imports: ['memory_cycle_b first_byte'] },
  memory_cycle_b: { functions: ['first_byte'], imports: ['main memory'] },
  shared_provider: {
    functions: ['call_slot', 'get_counter', 'read'],
    others: ['global counter', 'memory memory', 'table table'],
    imports: [],
  },
  shared_user: {
    functions: ['add_to_global', 'be_called', 'call_table', 'read_memory', 'write_memory'],
    imports: [
      ...number,
      ...['call_slot', 'counter', 'get_counter', 'memory', 'read', 'table'].map((name) => `provider ${name}`),
    ],
  },
  export_kind_mismatch: { functions: ['run'], imports: ['provider counter'] },
  export_absent: { functions: ['run'], imports: ['provider absent'] },
  command_side: { functions: ['_start', 'value'], others: ['memory memory'], imports: order },
  command_importer: { functions: ['value'], imports: ['command value'] },
  command_user: {
    functions: ['order', 'other', 'own'],
    imports: [...number, ...env('length', 'var_get'), 'command value', 'importer value'],
  },
};
