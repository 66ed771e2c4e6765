// The table of dependencies in SECURITY.md, against what cargo says.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { cargoEnv } from '../../scripts/lib/rust.mjs';

/** What is compiled into the package, by name: the licence. */
function dependencies() {
  const { packages, workspace_members: members } = JSON.parse(execFileSync('cargo', ['metadata', '--format-version', '1', '--locked'], { cwd: inRoot(), env: cargoEnv(), encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'inherit'] }));
  const licences = new Map(packages.map(({ name, license }) => [name, license]));
  const direct = packages.filter(({ id }) => members.includes(id)).flatMap((one) => one.dependencies);
  // Those of the workspace have a path.
  return Object.fromEntries(direct.filter(({ kind, path }) => kind === null && path === undefined).map(({ name }) => [name, licences.get(name)]));
}

export function dependencyTests() {
  it('names each dependency of the WebAssembly, with its licence', () => {
    const table = readFileSync(inRoot('SECURITY.md'), 'utf8').split('| what the WebAssembly depends on |')[1];
    const rows = [...table.matchAll(/^\| `([\w-]+)` \| ([^|]+) \| [^|]+ \|$/gm)].map(([, name, licence]) => [name, licence]);
    expect(Object.fromEntries(rows)).to.deep.equal(dependencies());
  });

  it('is right that the package has no dependencies and no scripts that run when it is installed', () => {
    const { dependencies: own, optionalDependencies, peerDependencies, scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
    expect([own, optionalDependencies, peerDependencies]).to.deep.equal([undefined, undefined, undefined]);
    expect(scripts).to.not.have.any.keys('preinstall', 'install', 'postinstall', 'preuninstall', 'uninstall', 'postuninstall');
  });
}
