// cargo-modules, which knows which module uses which.
import { isMain, runMain } from '../lib/process.mjs';
import { cargoTool } from './cargo-tool.mjs';

const tool = cargoTool({
  crate: 'cargo-modules',
  // The last one that compiles with Rust 1.95.
  version: '0.27.0',
  use: 'looks for circles among the modules; about 3 minutes',
  command: 'npm run setup',
});

export const { path: cargoModules, ensure } = tool;

if (isMain(import.meta.url)) await runMain(ensure);
