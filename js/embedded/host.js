/** The host's WebAssembly: brotli, in base64. Filled in by scripts/build/scripts.mjs; empty where js/ is used as it is. */
export const host = '';
