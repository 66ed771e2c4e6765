/**
 * The entry for workerd: the host's WebAssembly is among the program's modules.
 * @module
 */
import host from '../pkg/extism_web_bg.wasm';
import kernel from '../pkg/extism_web_kernel.wasm';
import { startAtEdge } from './edge.js';

startAtEdge(host, kernel);

export * from './index.js';
export { default } from './index.js';
