/** The script of a worker thread. Filled in by scripts/build/scripts.mjs; empty where js/ is used as it is. */
export const script = '';
