// The installed package's declarations, as the type checker of a user sees them.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { packageBin, stream } from '../../scripts/lib/process.mjs';

/** What a strict user asks: every declaration is checked, the package's own too. */
const strict = { strict: true, exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false, types: [] };

const bundler = { target: 'es2022', module: 'esnext', moduleResolution: 'bundler' };
const nodenext = { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext' };
const web = { lib: ['es2022', 'dom', 'dom.iterable'] };

/** @param {() => import('./install.mjs').Project} project */
export function typesTests(project) {
  const compiles = async (name, options) => {
    const folder = join(project().folder, 'types', name);
    await mkdir(folder, { recursive: true });
    await cp(inRoot('tests', 'types'), folder, { recursive: true });
    await writeFile(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: { ...strict, ...options }, include: ['*.ts'] }));
    const [program, args] = packageBin('typescript', 'tsc', '--project', folder, '--pretty', 'false');
    const { code, output } = await stream(program, args, { cwd: folder, onText: () => {} });
    if (code !== 0 || output !== '') throw new Error(`tsc ended with ${code}\n${output}`);
  };

  it('is typed, resolved as bundlers do', () => compiles('bundler', { ...bundler, ...web }));
  it('is typed, resolved as Node does', () => compiles('nodenext', { ...nodenext, ...web }));
  it('is typed by the compiler\'s defaults', () => compiles('defaults', {}));
  it('is typed with the newest library', () => compiles('newest', { ...bundler, target: 'esnext', lib: ['esnext', 'dom', 'dom.iterable'] }));
}
