// Builds the package a second time, from nothing, in another folder: what is published is the same, byte for byte.
//
// The last line printed is "N passed, N failed, N skipped".
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { build } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { capture, run, runMain } from '../../scripts/lib/process.mjs';
import { runTests } from '../e2e/run-tests.mjs';

/** Longer than the repository's own path is likely to be. */
const copy = inRoot('target', 'reproducible', 'a folder with another name');

/** The steps of the build that make what is published. */
const steps = ['package', 'kernel', 'rewriter', 'wasi-shim', 'scripts'];

/** The files of a folder and what is in them, by hashes. @param {string} folder */
function contents(folder) {
  const files = readdirSync(folder).filter((name) => /\.(wasm|[cm]?js|map)$/.test(name)).sort();
  return Object.fromEntries(files.map((name) => [name, createHash('sha256').update(readFileSync(join(folder, name))).digest('hex')]));
}

async function buildCopy() {
  await rm(copy, { recursive: true, force: true });
  const tracked = capture('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'])?.split('\0').filter(Boolean) ?? [];
  for (const file of tracked) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await cp(inRoot(...file.split('/')), join(copy, file)).catch((error) => {
      // Deleted, and not committed yet.
      if (error.code !== 'ENOENT') throw error;
    });
  }
  await symlink(inRoot('node_modules'), join(copy, 'node_modules'), 'junction');
  for (const step of steps) await run(process.execPath, [join(copy, 'scripts', 'build', `${step}.mjs`)], { cwd: copy, quiet: true });
}

await runMain(async () => {
  await build();
  await runTests(
    () => {
      describe('the package', () => {
        it('is the same, byte for byte, when it is built in another folder', async () => {
          await buildCopy();
          const own = contents(inRoot('pkg'));
          expect(Object.keys(own)).to.include.members(['extism_web_bg.wasm', 'extism_web_kernel.wasm', 'browser.js', 'worker.js', 'node.js']);
          const theirs = contents(join(copy, 'pkg'));
          expect(Object.keys(theirs)).to.deep.equal(Object.keys(own));
          expect(Object.keys(own).filter((name) => own[name] !== theirs[name])).to.deep.equal([]);
          await rm(copy, { recursive: true });
        });
      });
    },
    { testTimeoutMs: 900_000 },
  );
});
