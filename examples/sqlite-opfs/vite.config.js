import { defineConfig } from 'vite';

export default defineConfig({
  build: { target: 'esnext' },
  // SQLite finds its WebAssembly beside its script, which Vite would move in development.
  optimizeDeps: { exclude: ['@sqlite.org/sqlite-wasm'] },
  worker: { format: 'es' },
});
