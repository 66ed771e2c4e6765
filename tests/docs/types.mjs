// Compiles blocks as strict TypeScript, against the installed package.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageBin, stream } from '../../scripts/lib/process.mjs';

const options = {
  ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, types: [] },
  ...{ target: 'es2022', module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom', 'dom.iterable'] },
};

/** What a bundler makes of the import of a module's file, as its own declarations say. @type {Record<string, string>} */
const assets = {
  url: "declare module '*.wasm' {\n  const url: string;\n  export default url;\n}\n",
  module: ['*.wasm', '*.wasm?module'].map((name) => `declare module '${name}' {\n  const module: WebAssembly.Module;\n  export default module;\n}\n`).join(''),
};

/**
 * @param {string} project the folder that has the package
 * @param {string} name
 * @param {string} code
 * @param {'url' | 'module'} [asset] what the import of a module's file gives. Where it is a module, parameters get their types from the runtime's
 *   own declarations.
 * @throws {Error} with the compiler's words
 */
export async function compiles(project, name, code, asset = 'url') {
  const folder = join(project, 'types', name);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'block.ts'), `${code}\nexport {};\n`);
  await writeFile(join(folder, 'assets.d.ts'), assets[asset]);
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...options, noImplicitAny: asset === 'url' }, include: ['*.ts'] }));
  const [program, args] = packageBin('typescript', 'tsc', '--project', folder, '--pretty', 'false');
  const { code: exit, output } = await stream(program, args, { cwd: folder, onText: () => {} });
  if (exit !== 0 || output !== '') throw new Error(`tsc ended with ${exit}\n${output}`);
}
