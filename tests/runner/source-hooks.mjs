// Specs in Node get the package from its sources, some of which they look into: a class must be the same everywhere. What is
// published is tested by tests/packaging.
import { sourceOf } from './import-map.mjs';

const exports = { 'extism-web': 'pkg/node.js', 'extism-web/module': 'pkg/module.js' };

/** A hook of `node:module`. */
export async function resolve(specifier, context, next) {
  const file = exports[specifier];
  return next(file === undefined ? specifier : new URL(`../../${sourceOf(file)}`, import.meta.url).href, context);
}
