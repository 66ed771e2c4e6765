import { dirname } from 'node:path';

export default {
  distDir: process.env.NEXT_OUT,
  // Where the lock file is, which Next.js looks for, too; it finds the repository's as well.
  outputFileTracingRoot: dirname(import.meta.dirname),
  turbopack: { root: dirname(import.meta.dirname) },
};
