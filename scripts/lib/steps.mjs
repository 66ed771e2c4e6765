// Named steps with their durations.

/** Seconds since `start` (from performance.now()), for people. */
export const since = (start) => `${((performance.now() - start) / 1000).toFixed(1)} s`;

/**
 * Run the steps one after another, a line each. A step answers false when it had nothing to do.
 * @param {[string, () => Promise<boolean | void>][]} steps
 */
export async function runSteps(steps) {
  for (const [name, step] of steps) {
    const start = performance.now();
    const ran = await step();
    console.log(`build: ${name.padEnd(24)} ${ran === false ? 'unchanged' : since(start)}`);
  }
}
