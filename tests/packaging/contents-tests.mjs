// What is in the package, and that its parts find each other.
import { readFileSync, readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { SourceMap } from 'node:module';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { filesBelow } from './install.mjs';

/** All files but the parts. */
const fixed = [
  ...['CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'package.json'],
  ...['browser.js', 'cli.js', 'edge-light.js', 'extism-web.global.js', 'inline.cjs', 'inline.js', 'module.js', 'node.cjs', 'node.js'].map((name) => `pkg/${name}`),
  ...['service-worker.js', 'worker-node.mjs', 'worker.js', 'workerd.js'].map((name) => `pkg/${name}`),
  ...['browser.js.map', 'module.js.map', 'service-worker.js.map', 'worker.js.map'].map((name) => `pkg/${name}`),
  ...['index.d.cts', 'index.d.ts', 'module.d.ts', 'service-worker.d.ts', 'shared.d.cts', 'shared.d.ts', 'wasm.d.ts', 'worker.d.ts'].map((name) => `types/${name}`),
  ...['pkg/extism_web_bg.wasm', 'pkg/extism_web_kernel.wasm'],
  ...readdirSync(inRoot('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
];

/** What entries share or load later; their names tell nothing. */
const part = /^pkg\/part-\w+\.js(\.map)?$/;

/** Module specifiers: of imports and exports, static, dynamic, and in types. */
const specifiers = /\b(?:from|import)\s*\(?\s*['"]([\w@./][^'"\s]*)['"]/g;

const comments = /\/\*[\s\S]*?\*\//g;

/** @param {() => import('./install.mjs').Project} project */
export function contentsTests(project) {
  it('holds the scripts, the WebAssembly, the declarations, the papers, and nothing else', async () => {
    const files = await filesBelow(project().installed);
    expect(files.filter((file) => !part.test(file))).to.deep.equal([...fixed].sort());
    expect(files.some((file) => part.test(file))).to.equal(true);
  });

  it('has no part that nothing uses', async () => {
    const files = await filesBelow(project().installed);
    const scripts = files.filter((file) => /\.[cm]?js$/.test(file));
    const texts = await Promise.all(scripts.map((file) => readFile(join(project().installed, file), 'utf8')));
    for (const file of files.filter((name) => part.test(name))) {
      expect(texts.some((text) => text.includes(posix.basename(file))), file).to.equal(true);
    }
  });

  it('has every file that its export map names', async () => {
    const files = await filesBelow(project().installed);
    const { exports } = JSON.parse(await readFile(join(project().installed, 'package.json'), 'utf8'));
    const named = targets(exports);
    expect(named.length).to.be.greaterThan(5);
    for (const target of named) expect(files).to.include(posix.normalize(target));
  });

  it('has every file that its modules and declarations refer to', async () => {
    const files = await filesBelow(project().installed);
    let references = 0;
    for (const file of files.filter((name) => /\.([cm]?js|d\.c?ts)$/.test(name))) {
      const text = await readFile(join(project().installed, file), 'utf8');
      for (const [, specifier] of text.replaceAll(comments, '').matchAll(specifiers)) {
        if (specifier.startsWith('node:')) continue;
        expect(specifier, `in ${file}`).to.match(/^\.\.?\//);
        const target = posix.join(posix.dirname(file), specifier.replace(/\?module$/, ''));
        expect(files, `${specifier} in ${file}`).to.include(/\.d\.c?ts$/.test(file) ? target.replace(/\.(c?)js$/, '.d.$1ts') : target);
        references++;
      }
      for (const [, map] of text.matchAll(/^\/\/# sourceMappingURL=(.*)$/gm)) expect(files, `${map} of ${file}`).to.include(posix.join(posix.dirname(file), map));
    }
    expect(references).to.be.greaterThan(10);
  });

  it('has source maps that lead to the sources', async () => {
    const read = (name) => readFile(join(project().installed, 'pkg', name), 'utf8');
    // A text as it is in a source, and in every script that has the source.
    const text = 'options must be an object, got ';
    for (const name of ['browser.js', 'module.js', 'service-worker.js']) {
      const [code, json] = await Promise.all([read(name), read(`${name}.map`)]);
      const lines = code.split('\n');
      const line = lines.findIndex((each) => each.includes(text));
      const map = JSON.parse(json);
      const found = new SourceMap(map).findEntry(line, lines[line].indexOf(text));
      expect(found.originalSource, name).to.equal('../js/options.js');
      const source = map.sourcesContent[map.sources.indexOf('../js/options.js')];
      expect(source, name).to.equal(readFileSync(inRoot('js', 'options.js'), 'utf8'));
      expect(source.split('\n')[found.originalLine], name).to.contain(text);
    }
  });

  it('installs without dependencies of its own, or with those that it names', async () => {
    const manifest = JSON.parse(await readFile(join(project().installed, 'package.json'), 'utf8'));
    const lock = JSON.parse(await readFile(join(project().folder, 'package-lock.json'), 'utf8'));
    const installed = Object.keys(lock.packages).filter((path) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(path));
    const named = ['extism-web', ...Object.keys(manifest.dependencies ?? {})];
    expect(installed.map((path) => path.replace('node_modules/', ''))).to.include.members(named);
    if (named.length === 1) expect(installed).to.have.length(1);
  });
}

/** Every path in an export map. */
function targets(value) {
  return typeof value === 'string' ? [value] : Object.values(value).flatMap(targets);
}
