// pkg/extism_web_kernel.wasm: the kernel as the main crate embeds it, for runtimes that compile nothing later; and a copy in
// target/fixtures/ for tests that load it alone.
import { copyFileSync, mkdirSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, run, runMain } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { kernelSources } from './inputs.mjs';

const module = inRoot('pkg', 'extism_web_kernel.wasm');
const fixture = inRoot('target', 'fixtures', 'kernel.wasm');
const dump = ['run', '--quiet', '-p', 'extism-web-kernel', '--features', 'embed', '--example', 'dump', '--', module];

export const buildKernel = () =>
  whenChanged({ name: 'kernel', inputs: kernelSources, outputs: [module, fixture] }, async () => {
    for (const folder of [['pkg'], ['target', 'fixtures']]) mkdirSync(inRoot(...folder), { recursive: true });
    await run('cargo', dump, { env: cargoEnv() });
    copyFileSync(module, fixture);
  });

if (isMain(import.meta.url)) await runMain(buildKernel);
