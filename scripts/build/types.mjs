// types/: TypeScript declarations, from the JSDoc of js/.
import { readdirSync, rmSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, packageBin, run, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const config = inRoot('scripts', 'build', 'tsconfig.json');

const outputs = () =>
  readdirSync(inRoot('js'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => inRoot('types', name.replace(/\.js$/, '.d.ts')));

export const buildTypes = () =>
  whenChanged(
    {
      name: 'types',
      inputs: [...scriptSources, inRoot('tsconfig.json'), config, inRoot('pkg', 'extism_web.d.ts'), inRoot('scripts', 'build', 'types.mjs')],
      outputs: outputs(),
    },
    async () => {
      rmSync(inRoot('types'), { recursive: true, force: true });
      const [command, args] = packageBin('typescript', 'tsc', '--project', config);
      await run(command, args);
    },
  );

if (isMain(import.meta.url)) await runMain(buildTypes);
