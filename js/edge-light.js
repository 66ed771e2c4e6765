/**
 * The entry for edge runtimes whose bundlers compile what is imported with `?module`: the host's WebAssembly is among the program's modules.
 * @module
 */
import host from '../pkg/extism_web_bg.wasm?module';
import kernel from '../pkg/extism_web_kernel.wasm?module';
import { startAtEdge } from './edge.js';

startAtEdge(host, kernel);

export * from './index.js';
export { default } from './index.js';
