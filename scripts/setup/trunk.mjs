// Trunk, which builds the Leptos example.
import { isMain, runMain } from '../lib/process.mjs';
import { cargoTool } from './cargo-tool.mjs';

const tool = cargoTool({
  crate: 'trunk',
  // The last one that compiles with the compilers that the crate supports.
  version: '0.21.14',
  use: 'builds the Leptos example; about 3 minutes',
  features: [],
  command: 'npm run examples',
});

export const { path: trunk, ensure } = tool;

if (isMain(import.meta.url)) await runMain(ensure);
