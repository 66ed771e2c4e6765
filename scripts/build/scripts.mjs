// The package's scripts in pkg/, from js/ and the glue: few files, those for pages without white space and comments. A page loads and
// starts fast by that, and whoever puts the worker's script somewhere has one file to think of. Node's can be read, also in stacks.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const made = (name) => inRoot('pkg', name);

/** What an entry loads when it needs it. */
const isPart = (file) => /^part-\w+\.js(\.map)?$/.test(file);

/**
 * @typedef {object} Bundle
 * @property {string} name of the source in js/
 * @property {string} [file] default: the name, with `.js`
 * @property {'browser' | 'node'} platform
 * @property {'es' | 'cjs' | 'iife'} [format]
 * @property {boolean} [parts] whether what is loaded later is in files of its own
 * @property {'least' | 'small' | 'any'} [size] `least`: with a source map; `any`: as it was written, so that stacks can be read; default `small`,
 *   with names as they were
 * @property {Record<string, () => Record<string, string>>} [embedded] what modules of js/embedded/ export
 */

/** For Node, with all in itself. @type {Bundle['embedded']} */
const forNode = {
  'host.js': () => ({ host: compressed(made('extism_web_bg.wasm')) }),
  'node-worker.js': () => ({ script: script('worker-node.mjs') }),
  'fetch-helper.js': () => ({ script: script('sync-fetch-helper.js') }),
};

/** For places that load nothing else. @type {Bundle['embedded']} */
const inline = {
  'inline.js': () => ({ host: readFileSync(made('extism_web_bg.wasm')).toString('base64'), worker: script('worker-classic.js') }),
};

/**
 * All are in one folder, with the WebAssembly: so every path that is relative to a script is right from each of them.
 *
 * An entry has in its own file all that it begins with, so that it takes one trip to the server; its parts import from it.
 * A worker's script has all in one.
 *
 * In Node, Deno and Bun the entry has all in itself, so that it can be bundled.
 *
 * @type {Bundle[]}
 */
const bundles = [
  { name: 'browser', platform: 'browser', parts: true, size: 'least' },
  { name: 'module', platform: 'browser', parts: true, size: 'least' },
  { name: 'service-worker', platform: 'browser', size: 'least' },
  { name: 'worker', platform: 'browser', size: 'least' },
  { name: 'workerd', platform: 'browser' },
  { name: 'edge-light', platform: 'browser' },
  { name: 'sync-fetch-helper', platform: 'node' },
  // By this ending it is a module wherever it is copied to.
  { name: 'worker-node', file: 'worker-node.mjs', platform: 'node' },
  { name: 'node', platform: 'node', parts: true, size: 'any', embedded: forNode },
  { name: 'node', file: 'node.cjs', platform: 'node', format: 'cjs', size: 'any', embedded: forNode },
  { name: 'cli', platform: 'node', size: 'any' },
  { name: 'worker', file: 'worker-classic.js', platform: 'browser', format: 'iife' },
  { name: 'inline', platform: 'browser', embedded: inline },
  { name: 'inline', file: 'inline.cjs', platform: 'browser', format: 'cjs', embedded: inline },
  { name: 'inline', file: 'extism-web.global.js', platform: 'browser', format: 'iife', embedded: inline },
];

/** What `require` gives is `createPlugin`, with all the others as its properties, as of `@extism/extism`. */
const callable = 'module.exports = Object.assign(exports.default, exports);';

/** A file by brotli, in base64. @param {string} path */
function compressed(path) {
  const bytes = readFileSync(path);
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).toString('base64');
}

/** A script that was made, and its name for stacks. @param {string} name */
const script = (name) => `${readFileSync(made(name), 'utf8')}\n//# sourceURL=extism-web/pkg/${name}\n`;

/** The places of files, as seen from js/, are seen from pkg/. */
const places = /(\bnew URL\(|^import \w+ from (?='\.\.\/pkg\/\w+\.wasm))'\.\.\/pkg\//gm;

/** What the program that has an entry compiles. */
const compiledElsewhere = /^\.\/\w+\.wasm(\?module)?$/;

/** Must run after the package step, which empties pkg/, the rewriter and the WASI shim. */
export const buildScripts = () =>
  whenChanged(
    {
      name: 'scripts',
      inputs: [...scriptSources, made('extism_web.js'), made('extism_web_bg.wasm'), made('wasi_shim.js'), made('rewriter.js'), inRoot('scripts', 'build', 'scripts.mjs'), inRoot('package-lock.json')],
      outputs: bundles.map(outputOf),
    },
    async () => {
      for (const file of readdirSync(inRoot('pkg')).filter(isPart)) rmSync(made(file));
      for (const one of bundles) await bundle(one);
    },
  );

/** @param {Bundle} bundle */
const outputOf = ({ name, file }) => made(file ?? `${name}.js`);

/** @param {NonNullable<Bundle['embedded']>} embedded */
const adapt = (embedded) => ({
  name: 'adapt',
  /** @param {string} id */
  load(id) {
    const values = id.includes(`${sep}embedded${sep}`) ? embedded[basename(id)]?.() : undefined;
    return values && Object.entries(values).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`).join('\n');
  },
  /** @param {string} code @param {string} id */
  transform: (code, id) => (id.startsWith(inRoot('js')) ? { code: code.replace(places, "$1'./"), map: null } : undefined),
});

/** The command is a program of the package's own. @type {import('rolldown').Plugin} */
const ofPackage = {
  name: 'of-package',
  resolveId: (source) => (source === '../node.js' ? { id: './node.js', external: 'relative' } : undefined),
};

/** @param {Bundle} bundle */
async function bundle({ name, file, platform, format = 'es', parts = false, size = 'small', embedded = {} }) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { [name]: inRoot('js', `${name}.js`) },
    platform,
    plugins: [adapt(embedded), ...(name === 'cli' ? [ofPackage] : [])],
    external: compiledElsewhere,
    // Names of modules stand in comments: those that they are imported by, wherever they lie.
    resolve: { symlinks: false },
    // In browsers what a part needs of its entry is exported there, too, under a short name: a file of its own would take a trip.
    preserveEntrySignatures: platform === 'node' ? 'strict' : 'allow-extension',
  });
  const { output } = await build.generate({
    format,
    exports: format === 'es' ? 'auto' : name === 'worker' ? 'none' : 'named',
    ...(format === 'iife' && { name: 'ExtismWeb' }),
    ...(format === 'cjs' && { outro: callable }),
    ...(name === 'cli' && { banner: '#!/usr/bin/env node' }),
    entryFileNames: file ?? '[name].js',
    codeSplitting: parts,
    // A part of Node's that is alike before it is made small is not alike after it.
    chunkFileNames: `part-${platform === 'node' ? 'n' : ''}[hash].js`,
    hashCharacters: 'base36',
    minifyInternalExports: true,
    comments: { legal: true },
    sourcemap: size === 'least' && 'hidden',
  });
  await build.close();
  for (const chunk of output) if (chunk.type === 'chunk') await write(chunk, size);
}

/** @param {import('rolldown').OutputChunk} chunk @param {Bundle['size']} size */
async function write({ fileName, code, map }, size) {
  if (size === 'least') {
    const small = await smallest(fileName, code, String(map));
    writeFileSync(made(fileName), small.code ?? '');
    writeFileSync(made(`${fileName}.map`), String(small.map));
  } else {
    writeFileSync(made(fileName), size === 'any' ? code : (await shortened(code, { minifyWhitespace: true, minifySyntax: true })).code);
  }
}

/** esbuild leaves quotes as they are, by which bundlers know paths to files. @param {string} code @param {import('esbuild').TransformOptions} options */
async function shortened(code, options) {
  const { transform } = await import('esbuild');
  return transform(code, { target: 'es2022', legalComments: 'eof', ...options });
}

/** By esbuild and by Terser: each makes smaller what the other made. @param {string} file @param {string} code an ES module @param {string} map its source map */
async function smallest(file, code, map) {
  const { minify } = await import('terser');
  const mapped = `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;
  const first = await shortened(mapped, { format: 'esm', minify: true, sourcemap: 'external', sourcefile: file });
  /** @type {import('terser').MinifyOptions} */
  const settings = { module: true, ecma: 2020, compress: { passes: 2, unsafe_arrows: true }, format: { comments: /^!/ } };
  return minify(first.code, {
    ...settings,
    nameCache: { vars: { props: publicClasses(first.code) } },
    sourceMap: { filename: file, content: first.map, url: `${file}.map`, includeSources: true },
  });
}

/** The classes that a module exports, with the names that people see in consoles and debuggers; as Terser remembers names. @param {string} code */
function publicClasses(code) {
  const [, exported = ''] = /export\{([^}]*)\};?\s*$/m.exec(code) ?? [];
  const classes = [...exported.matchAll(/([\w$]+) as ([A-Z]\w*[a-z]\w*)/g)];
  return Object.fromEntries(classes.map(([, short, name]) => [`$${short}`, name]));
}

if (isMain(import.meta.url)) await runMain(buildScripts);
