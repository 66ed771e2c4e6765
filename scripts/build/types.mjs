// types/: TypeScript declarations, from the JSDoc of js/: what users have, in few files.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, packageBin, run, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { scriptSources } from './inputs.mjs';

const config = inRoot('scripts', 'build', 'tsconfig.json');

/** Where the compiler puts a declaration for each file of js/. */
const raw = (name) => inRoot('target', 'types', `${name}.d.ts`);

const made = (file) => inRoot('types', file);

const entries = ['index', 'module', 'service-worker', 'worker'];

/** For imports of the package's WebAssembly, as far as bundlers compile it. Others have declarations of their own. */
const wasm = 'declare const module: WebAssembly.Module;\nexport default module;\n';

const outputs = [...entries.map((name) => `${name}.d.ts`), 'index.d.cts', 'wasm.d.ts'].map(made);

/** Must run after the package step. */
export const buildTypes = () =>
  whenChanged(
    {
      name: 'types',
      inputs: [...scriptSources, inRoot('tsconfig.json'), config, inRoot('pkg', 'extism_web.d.ts'), inRoot('scripts', 'build', 'types.mjs'), inRoot('package-lock.json')],
      outputs,
    },
    async () => {
      for (const folder of [inRoot('types'), inRoot('target', 'types')]) rmSync(folder, { recursive: true, force: true });
      const [command, args] = packageBin('typescript', 'tsc', '--project', config);
      await run(command, args);
      mkdirSync(inRoot('types'));
      await bundle(entries, 'd.ts');
      await bundle(['index'], 'd.cts');
      writeFileSync(made('wasm.d.ts'), wasm);
    },
  );

/** @param {string[]} names @param {'d.ts' | 'd.cts'} ending */
async function bundle(names, ending) {
  const { rolldown } = await import('rolldown');
  const { dts } = await import('rolldown-plugin-dts');
  const build = await rolldown({
    input: Object.fromEntries(names.map((name) => [name, raw(name)])),
    plugins: [dts({ dtsInput: true, sourcemap: false })],
  });
  // One file for what the entries share: its classes are the same in all.
  const { output } = await build.generate({
    format: 'es',
    entryFileNames: `[name].${ending}`,
    chunkFileNames: `shared.${ending}`,
    codeSplitting: { groups: [{ name: 'shared', test: (id) => !names.some((name) => id === raw(name)) }] },
  });
  await build.close();
  for (const chunk of output) if (chunk.type === 'chunk') writeFileSync(made(chunk.fileName), withoutPlatform(plain(chunk.code)));
}

/** Without the second names that stand between a type and its alias of the same name, and the places of sources in comments. @param {string} code */
function plain(code) {
  const aliases = [...code.matchAll(/^type (\w+) = (\1\$\d+);$/gm)];
  for (const [line, name, other] of aliases) code = code.replace(`${line}\n`, '').replaceAll(other, name);
  return code.replaceAll(/^\/\/.*\n/gm, '').replaceAll(/\bimport\('\.[^']*'\)\./g, '');
}

/** Classes of browsers, which other runtimes have, too, or have not. */
const classes = ['AbortSignal', 'Blob', 'FileSystemDirectoryHandle', 'FileSystemFileHandle', 'Response', 'URL'];

/** What is a type of WebAssembly, by the name for it here. */
const webAssembly = {
  Module: '{ Module: { prototype: infer T } }',
  Instance: '{ Instance: { prototype: infer T } }',
  ModuleExports: '{ Module: { exports(module: any): infer T } }',
  ModuleImports: '{ Module: { imports(module: any): infer T } }',
};

/**
 * The code with types that do not take those of browsers (TypeScript's library `dom`) for granted: where a global is not declared, nothing
 * is of its type.
 * @param {string} code
 */
function withoutPlatform(code) {
  const used = code
    .replaceAll(/\btypeof fetch\b/g, 'Fetch')
    .replaceAll(/\bWebAssembly\.(Module|Instance)\b/g, 'WebAssembly$1')
    .replaceAll(/\bWebAssembly\.Module(Ex|Im)portDescriptor\[\]/g, 'WebAssemblyModule$1ports');
  const has = (/** @type {string} */ name) => new RegExp(`^(?! *(\\*|/\\*)).*\\b${name}\\b`, 'm').test(used);
  const lines = [
    ...classes.filter(has).map((name) => `type ${name} = typeof globalThis extends { ${name}: { prototype: infer T } } ? T : never;`),
    ...(has('Fetch') ? ['type Fetch = typeof globalThis extends { fetch: infer T } ? T : (url: any, init?: any) => Promise<any>;'] : []),
    ...Object.entries(webAssembly)
      .filter(([name]) => has(`WebAssembly${name}`))
      .map(([name, shape]) => `type WebAssembly${name} = typeof globalThis extends { WebAssembly: ${shape} } ? T : ${name.endsWith('ports') ? '{ kind: string; name: string }[]' : '{}'};`),
  ];
  // Which the bundler leaves out.
  const needed = has('asyncDispose') ? '/// <reference lib="esnext.disposable" />\n' : '';
  return `${needed}${used}${lines.map((line) => `${line}\n`).join('')}`;
}

if (isMain(import.meta.url)) await runMain(buildTypes);
