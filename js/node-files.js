// Where the package's files are in Node, Deno and Bun. Bundlers put the script somewhere else, and each has rules of its own for
// files that scripts name, some of which give no file. So a bundle carries what it needs in itself.

import * as modules from 'node:module';

/**
 * The URL of this script: `undefined` where a bundler made it something else.
 * @type {string | undefined}
 */
const here = import.meta.url;

/**
 * A module of the runtime's own, for what is seldom used.
 * @param {string} name
 */
export function builtin(name) {
  if (typeof process.getBuiltinModule === 'function') return process.getBuiltinModule(name);
  // Up to Node 20.15. webpack warns of a `createRequire` whose argument it does not know.
  return Reflect.get(modules, 'createRequire')(here ?? process.execPath)(name);
}

/** The URL of the host's WebAssembly beside this script, if the script knows where it is itself. */
export const hostUrl = () => (here?.startsWith('file:') ? new URL('../pkg/extism_web_bg.wasm', here) : undefined);

/**
 * The URL of a script that is started in a thread.
 *
 * @param {string} text the script, an ES module; empty where js/ is used as it is
 * @param {string} name of the file that has it, from here
 */
export function scriptUrl(text, name) {
  // A file would be read as its package.json says, which may be the application's. The last line names the script in stacks.
  if (text) return new URL(`data:text/javascript;base64,${Buffer.from(text).toString('base64')}`);
  return new URL(name, here);
}
