import { PluginError } from '../error.js';
import { Descriptors } from './descriptors.js';
import { guardPaths } from './paths.js';
import { standardStreams } from './streams.js';

/** @import { AllowedPath } from './allowed-paths.js' */
/** @import { WasiContext, WasiOptions } from './types.js' */

/**
 * An implementation of WASI preview 1 for one instance, before what all of them have in common is put around it.
 *
 * @typedef {object} Implementation
 * @property {Record<string, Function>} functions
 * @property {(memory: WebAssembly.Memory) => void} start gives it the guest's memory, once
 * @property {(descriptors: number[]) => void} [stop] frees these descriptors, which are those still open
 * @property {import('./paths.js').HostPaths} [host] where the implementation's own checks of paths do not suffice
 * @property {() => Promise<void> | undefined} [save] writes files back; see `WasiContext.flush`
 */

/**
 * Puts around an implementation: the standard streams, read-only directories, the checks of paths, and errors in place
 * of crashes for what is called too early or too late.
 *
 * @param {Implementation} implementation
 * @param {AllowedPath[]} preopened the directories that have the descriptors from 3 on, in their order
 * @param {WasiOptions['output']} output
 * @returns {WasiContext}
 */
export function createContext({ functions, start, stop, host, save }, preopened, output) {
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  let obstacle = 'before the module was instantiated, by its start function';
  const state = {
    get buffer() {
      return /** @type {WebAssembly.Memory} */ (memory).buffer;
    },
    descriptors: new Descriptors(preopened),
  };
  const streams = standardStreams(functions, state, output);
  const inner = { ...functions, ...guardPaths(functions, state, host) };
  const outer = { ...inner, ...streams.around(state.descriptors.around(inner)) };
  /** @type {Record<string, Function>} */
  const imports = Object.create(null);
  for (const [name, implementation] of Object.entries(outer)) {
    imports[name] = (/** @type {any[]} */ ...args) => {
      if (memory === undefined) throw new PluginError(`Plugin error: WASI function "${name}" was called ${obstacle}`, 'WASI');
      return implementation(...args);
    };
  }
  return {
    imports,
    bind(exports) {
      if (exports.memory instanceof WebAssembly.Memory) {
        start(exports.memory);
        memory = exports.memory;
      } else {
        obstacle = 'by a module that does not export its memory as "memory"';
      }
    },
    flush() {
      streams.flush();
      return save?.();
    },
    close() {
      memory = undefined;
      obstacle = 'after the plug-in was closed';
      stop?.(state.descriptors.takeAll());
    },
  };
}
