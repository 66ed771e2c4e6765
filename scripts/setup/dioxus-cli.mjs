// dx, which builds the Dioxus example.
import { isMain, runMain } from '../lib/process.mjs';
import { cargoTool } from './cargo-tool.mjs';

const tool = cargoTool({
  crate: 'dioxus-cli',
  bin: 'dx',
  version: '0.7.10',
  use: 'builds the Dioxus example; about 5 minutes',
  features: ['no-downloads', 'disable-telemetry'],
  command: 'npm run examples',
});

export const { path: dx, ensure } = tool;

if (isMain(import.meta.url)) await runMain(ensure);
