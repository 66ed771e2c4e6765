// Plug-ins that ask for memory.
import { number } from './env.js';

const ofMemory = { functions: ['grow', 'size'], others: ['memory memory'], imports: number };

/** @type {Record<string, import('./index.js').Shape>} */
export const limits = {
  grow: ofMemory,
  grow_max: ofMemory,
  big_min: ofMemory,
  start_grow: { ...ofMemory, functions: ['grow', 'size', 'started'] },
  short_of_pages: { functions: ['at_once', 'block', 'by_page', 'unchecked'], others: ['memory memory'], imports: number },
  kernel_alloc: { functions: ['alloc', 'fill'], imports: number },
};
