// The installed package in Node.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { answer, workersAnswer } from './answer.mjs';
import * as bundlers from './bundlers.mjs';
import { addPlugins } from './install.mjs';
import { runProgram } from './program.mjs';

/** @param {() => import('./install.mjs').Project} project */
export function nodeTests(project) {
  /** Runs an app of the project, which must print the answer and nothing else. */
  const prints = async (app, { text = answer, flags = [], cwd = project().folder } = {}) => {
    const ended = await runProgram(process.execPath, [...flags, join(project().folder, app)], { cwd });
    expect(ended).to.deep.equal({ code: 0, stdout: `${text}\n`, stderr: '' });
  };
  const inWorkers = (app, options) => prints(app, { text: workersAnswer, ...options });

  /** The same of a bundled app. @param {bundlers.Bundle} bundle @param {string} app */
  const bundled = async (bundle, app) => {
    const out = await bundlers.outputFolder(project(), app);
    await bundle(project(), out, app);
    await addPlugins(out);
    await inWorkers(join('out', app, 'app.mjs'));
  };

  it('is imported by an ES module', () => prints('node-import.mjs'));
  it('finds its WebAssembly whatever the working directory is', () => prints('node-import.mjs', { cwd: tmpdir() }));
  it('is imported by a CommonJS module', () => prints('node-import.cjs'));
  it('starts from bytes that it is given', () => prints('node-module.mjs'));
  it('starts from a compiled module that it is given', () => prints('node-module-compiled.mjs'));
  it('says so when the entry that needs its WebAssembly was not given it', () => prints('node-not-initialized.mjs'));
  it('says so when the WebAssembly is of another build', () => prints('node-other-build.mjs'));
  it('works when its script is there twice, by a query in its name', () => prints('node-query.mjs'));
  it('runs plug-ins in workers', () => inWorkers('node-worker.mjs'));
  it('runs plug-ins in workers, bundled, their script beside the bundle', () => bundled(bundlers.esbuildNode, 'node-worker-url.mjs'));
  it('runs plug-ins in workers, bundled with its WebAssembly', () => bundled(bundlers.esbuildNodeBinary, 'node-worker-function.mjs'));
  it('is required by a CommonJS module', () => prints('node-require.cjs'));
  it('runs plug-ins in workers for a CommonJS module', () => inWorkers('node-worker.cjs'));
  it('is required with all in one script', () => prints('node-inline.cjs'));
}
