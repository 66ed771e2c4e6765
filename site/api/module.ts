/**
 * All that `extism-web` has, and `initialize`: for places that cannot fetch, or that have the host's WebAssembly at hand.
 * @module extism-web/module
 */
export { initialize } from '../../types/module.js';
