// The installed package in Node.
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { answer } from './answer.mjs';

/** @param {() => import('./install.mjs').Project} project */
export function nodeTests(project) {
  /** Runs an app of the project, which must print the answer and nothing else. */
  const prints = async (app, { flags = [], cwd = project().folder } = {}) => {
    const ended = await node([...flags, join(project().folder, app)], cwd);
    expect(ended).to.deep.equal({ code: 0, stdout: `${answer}\n`, stderr: '' });
  };

  it('is imported by an ES module', () => prints('node-import.mjs'));
  it('finds its WebAssembly whatever the working directory is', () => prints('node-import.mjs', { cwd: tmpdir() }));
  it('is imported by a CommonJS module', () => prints('node-import.cjs'));
  it('starts from bytes that it is given', () => prints('node-module.mjs'));
  it('starts from a compiled module that it is given', () => prints('node-module-compiled.mjs'));
  it('says so when the entry that needs its WebAssembly was not given it', () => prints('node-not-initialized.mjs'));
  // Node 20.19, 22.12 and later. Older ones have import() alone.
  if (process.features.require_module) {
    it('is required by a CommonJS module', () => prints('node-require.cjs', { flags: ['--disable-warning=ExperimentalWarning'] }));
  }
}

function node(args, cwd) {
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}
