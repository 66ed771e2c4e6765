// What a page downloads for a call on the main thread, and how large that is.
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** The entry of the package in a browser, and the module that it fetches. */
const entry = 'pkg/browser.js';
const wasm = 'pkg/extism_web_bg.wasm';

/** The JavaScript host's, which is all in one file. */
export const theirFile = 'node_modules/@extism/extism/dist/browser/mod.js';

/** The kernel, which is inside the module. */
export const kernelFile = 'target/fixtures/kernel.wasm';

/**
 * The files of our package, by their paths from the root: every script that a page gets by importing the entry, and
 * the module. What is imported when it is needed (workers, WASI) is no part of it.
 */
export async function ourFiles() {
  const { metafile } = await build({
    entryPoints: [inRoot(entry)],
    absWorkingDir: inRoot(),
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
    metafile: true,
    outdir: 'out',
    splitting: true,
    logLevel: 'error',
  });
  const reached = new Set();
  const visit = (path) => {
    if (reached.has(path)) return;
    reached.add(path);
    for (const { path: next, kind, external } of metafile.inputs[path].imports) {
      if (kind === 'import-statement' && !external) visit(next);
    }
  };
  visit(entry);
  return [...reached, wasm];
}

/** Bytes as they are, by gzip -9, and by brotli at its best. */
export function sizeOf(path) {
  const bytes = readFileSync(path);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return { raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length, brotli: brotliCompressSync(bytes, { params }).length };
}

/** Files are compressed one by one, as servers do. */
export const sum = (sizes) =>
  sizes.reduce((a, b) => ({ raw: a.raw + b.raw, gzip: a.gzip + b.gzip, brotli: a.brotli + b.brotli }), { raw: 0, gzip: 0, brotli: 0 });
