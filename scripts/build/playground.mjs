// www/dist/: the playground, bundled.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inRoot } from '../lib/paths.mjs';
import { Failure, isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const config = inRoot('webpack.config.js');
const page = inRoot('www', 'dist', 'index.html');
const inputs = [
  ...scriptSources,
  ...['www', 'pkg', 'package-lock.json', 'target/samples', 'docs', 'package.json', 'scripts/build/playground.mjs'].map((path) => inRoot(path)),
  config,
];

export const buildPlayground = () => whenChanged({ name: 'playground', inputs, outputs: [page] }, bundle);

/** Bundle through webpack's own API; warnings fail the build as errors do. */
async function bundle() {
  const { default: webpack } = await import('webpack');
  const { default: settings } = await import(pathToFileURL(config).href);
  const compiler = webpack(settings);
  const stats = await new Promise((resolve, reject) =>
    compiler.run((error, result) => compiler.close(() => (error ? reject(error) : resolve(result)))),
  );
  if (stats.hasErrors() || stats.hasWarnings()) throw new Failure(stats.toString({ preset: 'errors-warnings', colors: false }));
  if (!existsSync(page)) throw new Failure(`webpack made no ${page}`);
}

if (isMain(import.meta.url)) await runMain(buildPlayground);
