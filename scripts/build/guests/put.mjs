// Putting a built module where the tests load it.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Write a fixture. It is renamed into place, so that a test that runs meanwhile never loads half a file.
 * @param {string} path
 * @param {Uint8Array} bytes
 */
export function putFixture(path, bytes) {
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}`;
  writeFileSync(partial, bytes);
  renameSync(partial, path);
}

/** The same with the bytes of a file. */
export const copyFixture = (path, from) => putFixture(path, readFileSync(from));
