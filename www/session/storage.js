// What the page keeps on this machine: the last session, and the last plug-in that came from a file. A browser may forbid
// both; the page works without.
import { readSession } from './schema.js';

const KEY = 'extism-web-playground';
const FILE = 'kept-plugin';

/** @returns {import('./schema.js').Session | null} */
export function storedSession() {
  try {
    const json = localStorage.getItem(KEY);
    return json === null ? null : readSession(JSON.parse(json));
  } catch {
    return null;
  }
}

/** @param {import('./schema.js').Session} session */
export function storeSession(session) {
  try {
    localStorage.setItem(KEY, JSON.stringify(session));
  } catch {
    // Full, or forbidden: the next visit begins anew.
  }
}

/** @param {Blob} file */
export async function storeFile(file) {
  try {
    await (await caches.open(KEY)).put(FILE, new Response(file));
  } catch {
    // As above.
  }
}

/** @returns {Promise<Blob | null>} */
export async function storedFile() {
  try {
    return (await (await (await caches.open(KEY)).match(FILE))?.blob()) ?? null;
  } catch {
    return null;
  }
}

/** Forgets both. */
export async function forget() {
  try {
    localStorage.removeItem(KEY);
    await caches.delete(KEY);
  } catch {
    // There is nothing then.
  }
}
