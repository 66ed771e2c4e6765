// The package as other people's judges of packages see it: its export map, its types, its fields.
import { readFile } from 'node:fs/promises';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { expect } from 'chai';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

/** The entries that are there for CommonJS, too. */
const required = ['.', './inline'];

/** @param {() => import('./install.mjs').Project} project */
export function exportTests(project) {
  it('is right for publint', async () => {
    const { messages, pkg } = await publint({ pkgDir: project().installed, level: 'warning', strict: true, pack: false });
    expect(Object.keys(pkg.exports)).to.include.members(required);
    expect(messages.map((message) => formatMessage(message, pkg))).to.deep.equal([]);
  });

  it('has the right types for every way to resolve it', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(await readFile(project().tarball)));
    expect(analysis.types, 'types').to.deep.include({ kind: 'included' });
    expect(Object.keys(analysis.entrypoints)).to.include.members([...required, './module', './extism_web_bg.wasm']);
    const found = analysis.problems.map(({ kind, entrypoint, resolutionKind }) => `${kind} ${entrypoint} ${resolutionKind}`);
    // CommonJS can import the others, and require them from Node 20.19 on.
    const others = Object.keys(analysis.entrypoints).filter((entry) => !required.includes(entry) && entry !== './package.json');
    expect(found.sort()).to.deep.equal(others.map((entry) => `CJSResolvesToESM ${entry} node16-cjs`).sort());
  });
}
