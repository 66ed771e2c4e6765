// wasm-bindgen's names for what the glue and the module have of each other are long, and end in hashes that do not compress. The
// module gets short ones by wasm-opt, which tells them, and the glue follows.

/** The passes of wasm-opt. They print the names. */
export const shortNames = '--minify-imports-and-exports-and-modules';

/** The name that the passes give to the glue as a module. */
const GLUE = 'a';

/**
 * Puts the new names into the glue.
 * @param {string} glue as wasm-bindgen wrote it
 * @param {string} printed by wasm-opt: JSON with `imports`, `[module, name, newName]`, and `exports`, `[name, newName]`
 * @returns {string}
 */
export function renamed(glue, printed) {
  const { imports, exports } = JSON.parse(printed);
  const members = new Map(imports.map(([, name, newName]) => [name, newName]));
  const accesses = new Map(exports);
  const modules = new Set(imports.map(([module]) => module));
  if (modules.size !== 1) throw new Error(`the module should import from the glue alone, not from ${[...modules]}`);
  const [module] = modules;
  const missing = new Set(members.keys());
  const text = glue
    .replace(/^( +)(\w+): function/gm, (whole, indent, name) => (missing.delete(name) ? `${indent}${members.get(name)}: function` : whole))
    .replace(/^( +)(\w+): /gm, (whole, indent, name) => (missing.delete(name) ? `${indent}${members.get(name)}: ` : whole))
    .replace(/\bwasm\.(\w+)/g, (whole, name) => (accesses.has(name) ? `wasm.${accesses.get(name)}` : whole))
    .replace(`"${module}": `, `"${GLUE}": `);
  if (missing.size > 0) throw new Error(`the glue lacks the imports ${[...missing]}`);
  if (!text.includes(`"${GLUE}": `)) throw new Error(`the glue does not name its imports ${module}`);
  return text;
}
