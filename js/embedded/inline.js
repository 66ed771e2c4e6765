// What js/inline.js has in itself, put here when it is bundled.

/** The host's WebAssembly in base64. */
export const host = '';

/** The script for workers. */
export const worker = '';
