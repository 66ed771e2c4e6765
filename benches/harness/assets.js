// The files that rows need, the same in a page and in Node.
import { inNode } from './runtime.js';

/**
 * The bytes of a file of the repository, by its path from the root. The array covers its whole buffer.
 * @param {string} path
 * @returns {Promise<Uint8Array>}
 */
export async function fileBytes(path) {
  const url = new URL(`../../${path}`, import.meta.url);
  if (inNode) {
    const { readFile } = await import('node:fs/promises');
    return new Uint8Array(await readFile(url)).slice();
  }
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${response.statusText}`);
  return new Uint8Array(await response.arrayBuffer());
}

const own = new Set(['operations', 'host_calls', 'churn', 'walk_kernel', 'large', 'padded']);

/** Where a plug-in is: one of the benchmark's own, or a fixture of the tests. */
export const guestPath = (name) => `target/${own.has(name) ? 'benches/guests' : 'fixtures'}/${name}.wasm`;

/** The bytes of a plug-in. */
export const guestBytes = (name) => fileBytes(guestPath(name));

/** The same, compiled. */
export const guestModule = async (name) => WebAssembly.compile(await guestBytes(name));

/**
 * Bytes that no shift or swap of a copy would leave the same.
 * @param {number} length
 */
export function patterned(length) {
  const bytes = new Uint8Array(length);
  let state = 1;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}
