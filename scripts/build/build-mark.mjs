// The glue and the module of two builds, one of them from a cache, must not be taken for each other: with short names they would
// often link, and do anything. So the module is marked with its build, by an empty custom section of that name, and the glue looks
// for it.
import { createHash } from 'node:crypto';

/** A name for the build, the same in every folder. @param {Uint8Array} module @param {string} glue */
export const buildName = (module, glue) => `build ${createHash('sha256').update(module).update(glue).digest('hex').slice(0, 12)}`;

/** @param {Uint8Array} module @param {string} build */
export function marked(module, build) {
  const name = Buffer.from(build);
  return Buffer.concat([module, Buffer.from([0, name.length + 1, name.length]), name]);
}

/** Before anything of a module is used. */
const place = /^function __wbg_finalize_init\(instance, module\) \{$/m;

/** @param {string} glue as wasm-bindgen wrote it @param {string} build */
export function checked(glue, build) {
  if (!place.test(glue)) throw new Error('the glue has no __wbg_finalize_init: where is a module used first?');
  const check = `if (WebAssembly.Module.customSections(module, ${JSON.stringify(build)}).length === 0) throw new WebAssembly.LinkError('another build');`;
  return glue.replace(place, (line) => `${line}\n    ${check}`);
}
