// The installed package's declarations, as the type checker of a user sees them.
import { cp, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { packageBin, stream } from '../../scripts/lib/process.mjs';

const peer = '@extism/extism';

/** What a strict user asks: every declaration is checked, the package's own too. */
const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, types: [] };

const bundler = { target: 'es2022', module: 'esnext', moduleResolution: 'bundler' };
const nodenext = { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext' };
const web = { lib: ['es2022', 'dom', 'dom.iterable'] };

/** A program in a runtime of which nothing is declared. */
const plain = `import createPlugin, { type Manifest, type PluginError } from 'extism-web';
const manifest: Manifest = { wasm: [{ data: new Uint8Array(8) }] };
export async function use(bytes: ArrayBuffer): Promise<number> {
  await createPlugin(manifest);
  // @ts-expect-error a slip of the pen
  await createPlugin({ wasm: [], confg: {} });
  const plugin = await createPlugin(bytes, { config: { a: 'b' } });
  const output = await plugin.call('f', 'x');
  return output?.json<{ count: number }>().count ?? 0;
}
export const isTimeout = (error: PluginError): boolean => error.code === 'TIMEOUT';
`;

const required = `import extism = require('extism-web');
import inline = require('extism-web/inline');
export const makes = [extism.createPlugin, extism.default, inline.compile];
export const error: Error = new extism.PluginError('no', 'TRAP');
`;

/** What the compiler says of a project; nothing when all is well. @param {string} folder */
async function says(folder) {
  const [program, args] = packageBin('typescript', 'tsc', '--project', folder, '--pretty', 'false');
  const { code, output } = await stream(program, args, { cwd: folder, onText: () => {} });
  return code === 0 ? output : output || `tsc ended with ${code}`;
}

/** @param {() => import('./install.mjs').Project} project */
export function typesTests(project) {
  const compiles = async (name, options) => {
    const folder = join(project().folder, 'types', name);
    await mkdir(folder, { recursive: true });
    await cp(inRoot('tests', 'types'), folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...options }, include: ['*.ts'] }));
    const output = await says(folder);
    if (output !== '') throw new Error(output);
  };

  it('is typed, resolved as bundlers do', () => compiles('bundler', { ...bundler, ...web }));
  it('is typed, resolved as Node does', () => compiles('nodenext', { ...nodenext, ...web }));
  it('is typed by the compiler\'s defaults', () => compiles('defaults', {}));
  it('is typed without those of a browser', async () => {
    const folder = join(project().folder, 'types', 'plain');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'plain.ts'), plain);
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...bundler, lib: ['es2022'] }, include: ['*.ts'] }));
    expect(await says(folder)).to.equal('');
  });
  it('is typed for a CommonJS module', async () => {
    const folder = join(project().folder, 'types', 'commonjs');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'required.cts'), required);
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...nodenext, ...web }, include: ['*.cts'] }));
    expect(await says(folder)).to.equal('');
  });
  /** What the compiler says of the program for the peer, with a package in the place of that one. */
  const program = async (name, specifier, options) => {
    const folder = join(project().folder, 'types', name);
    await mkdir(folder, { recursive: true });
    const source = await readFile(inRoot('tests', 'types', 'peer', 'program.ts'), 'utf8');
    await writeFile(join(folder, 'program.ts'), source.replaceAll(`'${peer}'`, `'${specifier}'`));
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...bundler, ...web, ...options }, include: ['*.ts'] }));
    return says(folder);
  };

  it('compiles a program for @extism/extism with the import changed', async () => {
    expect(await program('changed', 'extism-web', {})).to.equal('');
  });
  it('is compared with a program that compiles for @extism/extism', async () => {
    const modules = join(project().folder, 'types', 'unchanged', 'node_modules', '@extism');
    await mkdir(modules, { recursive: true });
    await symlink(inRoot('node_modules', ...peer.split('/')), join(modules, 'extism'), 'junction');
    // Today's compiler finds no `DataView` to extend in that package's declaration of its outputs; all else must be right.
    const lines = (await program('unchanged', peer, { skipLibCheck: true })).split('\n').filter((line) => /error TS/.test(line));
    expect(lines.filter((line) => !line.includes("'PluginOutput'"))).to.deep.equal([]);
  });
  it('is typed with the newest library', () => compiles('newest', { ...bundler, target: 'esnext', lib: ['esnext', 'dom', 'dom.iterable'] }));
}
