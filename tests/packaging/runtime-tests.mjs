// The installed package in Deno and Bun, and bundles for runtimes with files.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { answer, workersAnswer } from './answer.mjs';
import * as bundlers from './bundlers.mjs';
import { addPlugins } from './install.mjs';
import { runProgram } from './program.mjs';
import { toolProject, toolScript, withoutPackage } from './tools.mjs';

const allAnswers = `${answer} | ${workersAnswer}\n`;

/** @param {string} command @param {string[]} args @param {string} cwd @param {string} [text] */
async function prints(command, args, cwd, text = allAnswers) {
  const ended = await runProgram(command, args, { cwd, env: { DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' } });
  expect(ended).to.deep.equal({ code: 0, stdout: text, stderr: '' });
}

/** The program of a tool that is in a package for this system. @param {import('./install.mjs').Project} project */
async function programOf(project, scope, path) {
  const folder = toolScript(project, scope);
  const [name] = await readdir(folder);
  return join(folder, name, path);
}

/** @param {() => import('./install.mjs').Project} packed */
export function denoTests(packed) {
  let project;
  let deno;
  before(async () => {
    project = await toolProject('deno', packed());
    deno = await programOf(project, '@deno', process.platform === 'win32' ? 'deno.exe' : 'deno');
  });
  const run = (app, flags, text) => prints(deno, ['run', '--quiet', '--no-prompt', '--node-modules-dir=manual', ...flags, app], project.folder, text);

  it('runs plug-ins, also in workers, in Deno', () => run('program.mjs', ['-A']));
  it('runs plug-ins, also in workers, in Deno that may read files and nothing else', () => run('program.mjs', ['--allow-read']));
  it('runs plug-ins with WASI in Deno that may read files and nothing else', () => run('program-wasi.mjs', ['--allow-read'], 'printed\n'));
}

/** @param {() => import('./install.mjs').Project} packed */
export function bunTests(packed) {
  let project;
  let bun;
  before(async () => {
    project = await toolProject('bun', packed());
    bun = await programOf(project, '@oven', process.platform === 'win32' ? 'bin/bun.exe' : 'bin/bun');
  });

  /** Bundles the app; what was made is run without the package, in a folder whose package.json says what it says. */
  const built = async (name, flags, command, type) => {
    const out = await bundlers.outputFolder(project, name);
    const bundle = join(out, 'bundle', 'program.js');
    const to = flags.includes('--compile') ? ['--outfile', bundle] : ['--outdir', join(out, 'bundle')];
    const { code, stdout, stderr } = await runProgram(bun, ['build', 'program.mjs', ...flags, ...to], { cwd: project.folder });
    expect(code, stdout + stderr).to.equal(0);
    await writeFile(join(out, 'package.json'), JSON.stringify({ type }));
    await addPlugins(out);
    await withoutPackage(project, () => prints(...command(bundle), out));
  };

  it('runs plug-ins, also in workers, in Bun', () => prints(bun, ['program.mjs'], project.folder));
  it('is bundled by Bun for Bun', () => built('bun', ['--target=bun'], (bundle) => [bun, [bundle]], 'commonjs'));
  it('is bundled by Bun for Node', () => built('node', ['--target=node'], (bundle) => [process.execPath, [bundle]], 'module'));
  it('is bundled by Bun for Node as CommonJS', () => built('node-cjs', ['--target=node', '--format=cjs'], (bundle) => [process.execPath, [bundle]], 'commonjs'));
  it('is compiled by Bun into one program', () => built('compiled', ['--compile'], (bundle) => [bundle, []], 'commonjs'));
}

/** @param {() => import('./install.mjs').Project} project */
export function serverBundleTests(project) {
  /** Bundles the app and runs it, far from the package, whatever the nearest package.json says of scripts. */
  const works = async (name, bundle, type) => {
    const out = await bundlers.outputFolder(project(), `server-${name}`);
    await bundle(project(), out, 'program.mjs');
    await writeFile(join(out, 'package.json'), JSON.stringify({ type }));
    await addPlugins(out);
    await withoutPackage(project(), () => prints(process.execPath, ['program.js'], out));
  };

  it('is bundled by esbuild for Node as an ES module', () => works('esbuild-esm', bundlers.esbuildServer('esm'), 'module'));
  it('is bundled by esbuild for Node as CommonJS', () => works('esbuild-cjs', bundlers.esbuildServer('cjs'), 'commonjs'));
  it('is bundled by webpack for Node', () => works('webpack', bundlers.webpackServer('commonjs'), 'commonjs'));
  it('is bundled by webpack for Node as an ES module', () => works('webpack-esm', bundlers.webpackServer('module'), 'module'));
  it('is bundled by Rolldown for Node', () => works('rolldown', bundlers.rolldownServer, 'module'));
}
