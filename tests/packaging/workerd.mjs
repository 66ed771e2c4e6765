// Programs for workerd, the runtime of Cloudflare's workers: bundled by Wrangler, run by Miniflare.
import { createRequire } from 'node:module';
import { readFile, readdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { runProgram } from './program.mjs';
import { toolScript, withoutPackage } from './tools.mjs';

/** @typedef {import('./install.mjs').Project} Project */

const compatibilityDate = '2026-03-01';

/** @param {Project} project @param {string} program its script @param {string[]} flags of compatibility @param {string} out the folder for the bundle */
async function bundle(project, program, flags, out) {
  const settings = ['--dry-run', '--name', 'program', '--compatibility-date', compatibilityDate, ...flags.flatMap((flag) => ['--compatibility-flags', flag])];
  const args = [toolScript(project, 'wrangler/bin/wrangler.js'), 'deploy', program, '--outdir', out, ...settings];
  const env = { WRANGLER_SEND_METRICS: 'false', CI: '1', WRANGLER_LOG_PATH: out };
  const { code, stdout, stderr } = await runProgram(process.execPath, args, { cwd: project.folder, env });
  expect(code, stdout + stderr).to.equal(0);
}

/** What Wrangler made, the program first. @param {string} out @param {string} name of the program */
async function modulesIn(out, name) {
  const files = (await readdir(out)).filter((file) => /\.(js|wasm)$/.test(file)).sort((a, b) => Number(b === name) - Number(a === name));
  return Promise.all(
    files.map(async (file) => ({ type: file.endsWith('.wasm') ? 'CompiledWasm' : 'ESModule', path: join(out, file), contents: await readFile(join(out, file)) })),
  );
}

/**
 * Bundles a program of a project that has Wrangler, and runs it without the package.
 *
 * @param {Project} project
 * @param {string} program its script
 * @param {string[]} flags of compatibility
 * @param {(get: (path: string) => Promise<Response>) => Promise<void>} use
 */
export async function inWorkerd(project, program, flags, use) {
  const { name } = parse(program);
  const out = join(project.folder, 'dist', [name, ...flags].join('-'));
  await bundle(project, program, flags, out);
  const modules = await modulesIn(out, `${name}.js`);
  expect(modules.filter(({ path }) => path.includes('extism_web_bg')), 'host modules').to.have.length(1);
  const { Miniflare } = await import(pathToFileURL(createRequire(toolScript(project, 'x.js')).resolve('miniflare')).href);
  await withoutPackage(project, async () => {
    const miniflare = new Miniflare({ modules, modulesRoot: out, compatibilityDate, compatibilityFlags: flags });
    try {
      await use(async (path) => {
        const response = await miniflare.dispatchFetch(`http://program.test/${path}`);
        const { status } = response;
        if (status !== 200) expect.fail(`${path}: ${status} ${await response.text()}`);
        return response;
      });
    } finally {
      await miniflare.dispose();
    }
  });
}
