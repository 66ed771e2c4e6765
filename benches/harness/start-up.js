// The time from a page or process that knows nothing of a host to that host's first answer.

/**
 * @param {{specifier: string, wasm: {data: Uint8Array} | {url: string}, options?: object, call: string, input: string, expected: string}} job
 * @returns {Promise<number>} milliseconds
 */
export async function startUp({ specifier, wasm, options, call, input, expected }) {
  const start = performance.now();
  const { createPlugin } = await import(specifier);
  const plugin = await createPlugin({ wasm: [wasm] }, options);
  const output = await plugin.call(call, input);
  const ms = performance.now() - start;
  if (output.text() !== expected) throw new Error(`${specifier}: ${output.text()} instead of ${expected}`);
  await plugin.close();
  return ms;
}
