// The time from a page or process that knows nothing of a host to that host's first answer.

/**
 * @typedef {object} Job
 * @property {string} specifier what to import
 * @property {{data: Uint8Array} | {url: string}} wasm
 * @property {object} [options]
 * @property {string} call
 * @property {string} input
 * @property {string} expected
 * @property {boolean} [steps] whether to tell the steps apart
 */

/**
 * @param {Job} job
 * @returns {Promise<{ms: number, steps?: Record<string, number>}>} milliseconds
 */
export async function startUp({ specifier, wasm, options, call, input, expected, steps: wanted }) {
  const watch = wanted ? watchSteps() : undefined;
  const start = performance.now();
  const { createPlugin } = await import(specifier);
  watch?.('script');
  const plugin = await createPlugin({ wasm: [wasm] }, options);
  watch?.('make');
  const output = await plugin.call(call, input);
  watch?.('call');
  const ms = performance.now() - start;
  if (output.text() !== expected) throw new Error(`${specifier}: ${output.text()} instead of ${expected}`);
  await plugin.close();
  return { ms, steps: watch?.steps };
}

/** Sees the host's module being fetched, compiled and instantiated, which is one step where nobody looks. */
function watchSteps() {
  let last = performance.now();
  /** @type {Record<string, number>} */
  const steps = {};
  /** @param {string} step that ends now */
  const watch = (step) => {
    const now = performance.now();
    steps[step] = now - last;
    last = now;
  };
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const response = await source;
    watch('fetch');
    const module = await WebAssembly.compileStreaming(response);
    watch('compile');
    const instance = await WebAssembly.instantiate(module, imports);
    watch('instantiate');
    return { module, instance };
  };
  return Object.assign(watch, { steps });
}
