// pkg/worker.js, pkg/worker-node.js: what runs in workers, each as one module. A worker starts faster by that, and whoever
// puts the package's files somewhere has one file to think of.
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const glue = inRoot('pkg', 'extism_web.js');
const out = (name) => inRoot('pkg', `${name}.js`);

/** Must run after the package step, which empties pkg/, and the WASI shim. */
export const buildWorkers = () =>
  whenChanged(
    {
      name: 'workers',
      inputs: [...scriptSources, glue, inRoot('pkg', 'wasi_shim.js'), inRoot('scripts', 'build', 'workers.mjs'), inRoot('package-lock.json')],
      outputs: [out('worker'), out('worker-node')],
    },
    async () => {
      // In a browser's worker the host's WebAssembly comes from the page: bundlers shall not look for it here.
      await bundle('worker', { platform: 'browser', define: { 'import.meta.url': '""' } });
      await bundle('worker-node', { platform: 'node' });
    },
  );

/** @param {string} name @param {import('esbuild').BuildOptions} options */
async function bundle(name, options) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: [inRoot('js', `${name}.js`)],
    outfile: out(name),
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'eof',
    logLevel: 'warning',
    ...options,
  });
}

if (isMain(import.meta.url)) await runMain(buildWorkers);
