// Suites that are Node scripts.

/** @returns {import('./suites.mjs').Suite} */
export const script = (name, engine, args, env = {}) => ({
  name: `${name}-${engine}`,
  engine,
  command: [process.execPath, ...args],
  env: { ...process.env, ...env },
});
