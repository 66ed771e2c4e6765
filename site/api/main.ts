/**
 * For browsers, bundlers, Node, Deno, Bun and the edge: the host loads by itself.
 * @module extism-web
 */
export * from '../../types/index.js';
export { default } from '../../types/index.js';
