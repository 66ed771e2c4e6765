// The npm packages of package-lock.json.
import { root } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { installPackages } from './packages.mjs';

export const ensure = () => installPackages(root, 'npm packages (bundler, type checker, wasm-opt, test drivers)');

if (isMain(import.meta.url)) await runMain(ensure);
