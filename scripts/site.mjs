// npm run site: the documentation, the API of JavaScript and Rust, and the playground as one static site in site/target/dist/.
//   --base PATH  where a server has it (/)
//   --serve      show it when it is made
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { inRoot } from './lib/paths.mjs';
import { Failure, isMain, run, runMain } from './lib/process.mjs';
import { cargoEnv } from './lib/rust.mjs';
import { isolation, serve } from './lib/serve.mjs';
import { runSteps } from './lib/steps.mjs';
import { installPackages } from './setup/packages.mjs';
import { copyPages } from './site/pages.mjs';

const project = inRoot('site');
const out = inRoot('site', 'target', 'dist');

/** Runs a program of the site's own packages. @param {string} script @param {string[]} args @param {NodeJS.ProcessEnv} [env] */
const tool = (script, args, env) => run(process.execPath, [join(project, 'node_modules', script), ...args], { cwd: project, env: { ...process.env, ...env }, quiet: true });

/** @param {string} base begins and ends with a slash */
export async function buildSite(base) {
  const { menu } = await import('../site/.vitepress/menu.mjs');
  await runSteps([
    ['packages of the site', () => installPackages(project, 'npm packages of the site (VitePress, TypeDoc)', '--ignore-scripts')],
    ['pages', () => copyPages(menu)],
    ['API of JavaScript', () => tool('typedoc/bin/typedoc', [])],
    ['API of Rust', () => run('cargo', ['doc', '--quiet', '--package', 'extism-web', '--no-deps', '--all-features'], { env: cargoEnv() })],
    ['site', () => tool('vitepress/bin/vitepress.js', ['build'], { SITE_BASE: base })],
    ['Rust beside it', () => cp(inRoot('target', 'doc'), join(out, 'rust'), { recursive: true })],
  ]);
}

function options() {
  try {
    const { values } = parseArgs({ options: { base: { type: 'string', default: '/' }, serve: { type: 'boolean' } } });
    if (/^\/(?:.*\/)?$/.test(values.base)) return values;
  } catch (error) {
    throw new Failure(error.message);
  }
  throw new Failure('--base takes a path that begins and ends with a slash');
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const { base, serve: isShown } = options();
    await build();
    await buildSite(base);
    if (!isShown) return;
    const { url } = await serve({ roots: { [base]: out }, port: 8090, tries: 20, headers: isolation });
    console.log(`\nsite: ${url.slice(0, -1)}${base} (Ctrl-C ends it)`);
  });
}
