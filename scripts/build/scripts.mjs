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
const isPart = (file) => /^part-\w+\.js$/.test(file);

/**
 * All are in one folder, with the WebAssembly: so every path that is relative to a script is right from each of them.
 *
 * An entry has in its own file all that it begins with, so that it takes one trip to the server; its parts import from it.
 * A worker's script has all in one.
 *
 * In Node, Deno and Bun the entry has all in itself, so that it can be bundled: `embedded` names what modules of js/embedded/ export.
 *
 * @type {{name: string, file?: string, platform: 'browser' | 'node', parts: boolean, isReadable?: boolean, embedded?: Record<string, () => Record<string, string>>}[]}
 */
const bundles = [
  { name: 'browser', platform: 'browser', parts: true },
  { name: 'module', platform: 'browser', parts: true },
  { name: 'service-worker', platform: 'browser', parts: false },
  { name: 'worker', platform: 'browser', parts: false },
  { name: 'workerd', platform: 'browser', parts: false },
  { name: 'edge-light', platform: 'browser', parts: false },
  { name: 'sync-fetch-helper', platform: 'node', parts: false },
  // By this ending it is a module wherever it is copied to.
  { name: 'worker-node', file: 'worker-node.mjs', platform: 'node', parts: false },
  {
    name: 'node',
    platform: 'node',
    parts: true,
    isReadable: true,
    embedded: {
      'host.js': () => ({ host: compressed(made('extism_web_bg.wasm')) }),
      'node-worker.js': () => ({ script: script('worker-node.mjs') }),
      'fetch-helper.js': () => ({ script: script('sync-fetch-helper.js') }),
    },
  },
];

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

/** @param {typeof bundles[number]} bundle */
const outputOf = ({ name, file }) => made(file ?? `${name}.js`);

/** @param {NonNullable<typeof bundles[number]['embedded']>} embedded */
const adapt = (embedded) => ({
  name: 'adapt',
  /** @param {string} id */
  load(id) {
    const values = id.includes(`${sep}embedded${sep}`) ? embedded[basename(id)]?.() : undefined;
    return values && Object.entries(values).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};`).join('\n');
  },
  /** @param {string} code @param {string} id */
  transform: (code, id) => (id.startsWith(inRoot('js')) ? code.replace(places, "$1'./") : undefined),
});

/** @param {typeof bundles[number]} bundle */
async function bundle({ name, file, platform, parts, isReadable, embedded = {} }) {
  const { rolldown } = await import('rolldown');
  const build = await rolldown({
    input: { [name]: inRoot('js', `${name}.js`) },
    platform,
    plugins: [adapt(embedded)],
    external: compiledElsewhere,
    // In browsers what a part needs of its entry is exported there, too, under a short name: a file of its own would take a trip.
    preserveEntrySignatures: platform === 'node' ? 'strict' : 'allow-extension',
  });
  const { output } = await build.generate({
    format: 'es',
    entryFileNames: file ?? '[name].js',
    codeSplitting: parts,
    chunkFileNames: 'part-[hash].js',
    hashCharacters: 'base36',
    minifyInternalExports: true,
    comments: { legal: true },
  });
  await build.close();
  for (const chunk of output) if (chunk.type === 'chunk') writeFileSync(made(chunk.fileName), isReadable ? chunk.code : await minified(chunk.code));
}

/** What people see in consoles and debuggers. */
const reserved = ['CompiledPlugin', 'CurrentPlugin', 'MemoryDirectory', 'MemoryFile', 'Plugin', 'PluginError', 'PluginOutput', 'Pool'];

/** Each makes smaller what the other made. Both leave quotes as they are, by which bundlers know paths to files. @param {string} code */
async function minified(code) {
  const { transform } = await import('esbuild');
  const { minify } = await import('terser');
  const first = await transform(code, { format: 'esm', target: 'es2022', minify: true, minifyIdentifiers: false, legalComments: 'eof' });
  const second = await minify(first.code, { module: true, ecma: 2020, compress: { passes: 2, unsafe_arrows: true }, mangle: { reserved }, format: { comments: /^!/ } });
  return second.code ?? '';
}

if (isMain(import.meta.url)) await runMain(buildScripts);
