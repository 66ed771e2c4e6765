import { PluginError } from '../error.js';
import { descriptorFunctions } from './descriptor-functions.js';
import { Descriptors } from './descriptors.js';
import { otherFunctions } from './other-functions.js';
import { pathFunctions } from './path-functions.js';
import { pollFunction } from './poll.js';
import { sleep } from './sleep.js';
import { standardStreams } from './streams.js';

/** @import { OpenDirectory } from './directory-types.js' */
/** @import { WasiContext, WasiOptions } from './types.js' */

/**
 * The WASI preview 1 of one instance, with errors in place of crashes for what is called too early or too late.
 *
 * @param {object} parts
 * @param {OpenDirectory[]} parts.directories which have the descriptors from 3 on, in their order
 * @param {WasiOptions['output']} parts.output
 * @param {boolean} parts.isMainThread whether this is the main thread of a process
 * @param {() => Promise<void> | undefined} parts.save writes files back; see `WasiContext.flush`
 * @returns {WasiContext}
 */
export function createContext({ directories, output, isMainThread, save }) {
  /** @type {WebAssembly.Memory | undefined} */
  let memory;
  let obstacle = 'before the module was instantiated, by its start function';
  const { streams, flush, stderr } = standardStreams(output);
  const state = {
    get buffer() {
      return /** @type {WebAssembly.Memory} */ (memory).buffer;
    },
    descriptors: new Descriptors([...streams, ...directories]),
  };
  /** @type {Record<string, (...args: any[]) => number>} */
  const functions = {
    ...otherFunctions(state),
    ...descriptorFunctions(state),
    ...pathFunctions(state),
    poll_oneoff: pollFunction(state, (milliseconds) => sleep(milliseconds, isMainThread)),
    // The host, which knows the call that ends, imports its own in place of this one.
    proc_exit(code) {
      throw new PluginError(`Plugin error: the plug-in exited with code ${code}`, 'EXIT_CODE', code);
    },
  };
  /** @type {Record<string, Function>} */
  const imports = Object.create(null);
  for (const [name, implementation] of Object.entries(functions)) {
    imports[name] = (/** @type {any[]} */ ...args) => {
      if (memory === undefined) throw new PluginError(`Plugin error: WASI function "${name}" was called ${obstacle}`, 'WASI');
      // Engines pass an i32 as a signed number.
      return implementation(...args.map((value) => (typeof value === 'number' ? value >>> 0 : value)));
    };
  }
  return {
    imports,
    bind(exports) {
      if (exports.memory instanceof WebAssembly.Memory) memory = exports.memory;
      else obstacle = 'by a module that does not export its memory as "memory"';
    },
    stderr,
    flush() {
      flush();
      return save();
    },
    close() {
      memory = undefined;
      obstacle = 'after the plug-in was closed';
      state.descriptors.closeAll();
    },
  };
}
