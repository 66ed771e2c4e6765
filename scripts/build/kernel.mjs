// target/fixtures/kernel.wasm: the kernel as the main crate embeds it, for tests that load it alone.
import { mkdirSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, run, runMain } from '../lib/process.mjs';
import { cargoEnv } from '../lib/rust.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { kernelSources } from './inputs.mjs';

const module = inRoot('target', 'fixtures', 'kernel.wasm');
const dump = ['run', '--quiet', '-p', 'extism-web-kernel', '--features', 'embed', '--example', 'dump', '--', module];

export const buildKernelFixture = () =>
  whenChanged({ name: 'kernel', inputs: kernelSources, outputs: [module] }, async () => {
    mkdirSync(inRoot('target', 'fixtures'), { recursive: true });
    await run('cargo', dump, { env: cargoEnv() });
  });

if (isMain(import.meta.url)) await runMain(buildKernelFixture);
