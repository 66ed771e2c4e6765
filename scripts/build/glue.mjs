// wasm-bindgen's glue, as the package wants it. Where the module is and how it is fetched is known to js/ (the glue would have
// bundlers look for a file beside it in every entry, and a failure would be a raw error); and nothing but the language is
// needed to import it: engines without `TextDecoder`, as Jest's jsdom, can at least say so.

/** Where the glue has what depends on nothing but the engine; made when the module is. */
const codecs = /^let cachedTextDecoder = (new TextDecoder\(.*\));\ncachedTextDecoder\.decode\(\);$/m;
const encoder = /^const cachedTextEncoder = new TextEncoder\(\);\n\nif \(!\('encodeInto' in cachedTextEncoder\)\) \{[\s\S]*?^\}$/m;

/** Ways to load a module, to the end of the glue. */
const loaders = /^async function __wbg_load\([\s\S]*$/m;

/** How the declarations of the loaders begin. */
const declarations = /^export type SyncInitInput = [\s\S]*$/m;

/** @param {string} makeDecoder an expression */
const loader = (makeDecoder) => `async function __wbg_init(source) {
    if (wasm !== undefined) return wasm;
    cachedTextDecoder ??= ${makeDecoder};
    cachedTextEncoder ??= new TextEncoder();
    const imports = __wbg_get_imports();
    const streams = typeof Response === 'function' && source instanceof Response;
    // At once where it can be: some runtimes do not let what is begun at import be waited for by requests.
    const made = source instanceof WebAssembly.Module ? new WebAssembly.Instance(source, imports)
        : await (streams ? WebAssembly.instantiateStreaming(source, imports) : WebAssembly.instantiate(source, imports));
    return made instanceof WebAssembly.Instance ? __wbg_finalize_init(made, source) : __wbg_finalize_init(made.instance, made.module);
}

export { __wbg_init as default };
`;

const declaration = `/**
 * Starts the module, once.
 *
 * @param source the module: its bytes, compiled, or a response of the type application/wasm
 */
export default function __wbg_init(source: BufferSource | WebAssembly.Module | Response): Promise<InitOutput>;
`;

/** @param {string} glue as wasm-bindgen wrote it */
export function adaptGlue(glue) {
  const [, makeDecoder] = matched(glue, codecs);
  matched(glue, encoder);
  matched(glue, loaders);
  // Replaced by functions: a `$` in a text would mean something.
  return glue
    .replace(codecs, () => 'let cachedTextDecoder;')
    .replace(encoder, () => 'let cachedTextEncoder;')
    .replace(loaders, () => loader(makeDecoder));
}

/** What the module imports, function by function; and those that hand on what was thrown. */
const imports = /: function\((.*)\) \{$/gm;
const catching = /: function\(\) \{ return handleError\(function \((.*)\) \{$([\s\S]*?)^ +\}, arguments\); \},$/gm;
const handler = /^function handleError\(f, args\) \{\n +try \{\n +return f\.apply\(this, args\);\n( +\} catch[\s\S]*?)^\}$/m;

/** The glue with its imports as arrow functions, which are shorter: none is called on an object. @param {string} glue */
export function withArrows(glue) {
  matched(glue, handler);
  return glue
    .replace(handler, (_, rest) => `const caught = (f) => (...args) => {\n    try {\n        return f(...args);\n${rest}};`)
    .replace(catching, (_, parameters, body) => `: caught((${parameters}) => {${body}}),`)
    .replace(imports, (_, parameters) => `: (${parameters}) => {`);
}

/** @param {string} text the declarations of the glue */
export function adaptDeclarations(text) {
  matched(text, declarations);
  return text.replace(declarations, () => declaration);
}

/** @param {string} text @param {RegExp} pattern */
function matched(text, pattern) {
  const match = pattern.exec(text);
  if (match === null) throw new Error(`the glue is not as it was: it lacks ${pattern}`);
  return match;
}
