import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

import { hostUrl } from './node-files.js';
import { part } from './part.js';

/** Where the host's WebAssembly should be, for messages. */
export const whereHost = () => hostUrl()?.href ?? 'beside its script';

/** Reads it. */
export async function readHost() {
  const file = hostUrl();
  if (file === undefined) throw new Error('the script does not know where it is');
  return readFile(fileURLToPath(file.href));
}

/** The one that the package's script has in it. */
export async function embeddedHost() {
  const { host } = await part(() => import('./embedded/host.js'));
  return brotliDecompressSync(Buffer.from(host, 'base64'));
}
