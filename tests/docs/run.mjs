// Runs every code block of the documentation as it stands, with the installed package.
//
// The last line printed is "N passed, N failed, N skipped". A block that nothing here can run fails.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { build } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { runMain } from '../../scripts/lib/process.mjs';
import { launch } from '../e2e/chromium.mjs';
import { runTests } from '../e2e/run-tests.mjs';
import { addPlugins, installPacked } from '../packaging/install.mjs';
import { shownTable, table } from '../packaging/matrix.mjs';
import { toolProject } from '../packaging/tools.mjs';
import { inWorkerd } from '../packaging/workerd.mjs';
import { blocks, blocksOf } from './blocks.mjs';
import { compatibilityTests } from './compatibility.mjs';
import { dependencyTests } from './dependencies.mjs';
import { linkTests } from './links.mjs';
import { printedBy } from './pages.mjs';
import { preamble, printed } from './preamble.mjs';
import { checkShell, isBuild, isOfPackage, runs } from './shell.mjs';
import { compiles } from './types.mjs';

/** The first run may install Wrangler. */
const testTimeoutMs = 300_000;

/** @typedef {import('./blocks.mjs').Block} Block */

/** @type {import('../packaging/install.mjs').Project} */
let project;
/** @type {import('../e2e/visit.mjs').Browser} */
let browser;

/** A name for files. @param {Block} block */
const nameOf = ({ place }) => place.replaceAll(/\W+/g, '-');

/** Whether a block cannot run as it is, because a bundler must see it. @param {string} code */
const needsBundler = (code) => /from '[^']*\.wasm'|new URL\('worker\.js'/.test(code);

/** Whether a block is the settings of a tool: its first line is a comment with the name of the file. @param {string} code */
const isSettings = (code) => /^\/\/ [\w.-]+\.config\.[cm]?[jt]s\b/.test(code);

/** What a request to a program for the edge answers, by its first line. @param {string} code */
const request = (code) => /^\/\/ GET (\S+) answers (.+)$/m.exec(code);

/** Where plug-ins are modules. @param {Block} block */
function edge(block) {
  it('is TypeScript', () => compiles(project.folder, nameOf(block), block.code, 'module'));
  const asked = request(block.code);
  if (asked === null) return;
  it('runs in workerd', async () => {
    const [, path, answer] = asked;
    const tool = await toolProject('wrangler', project, 'docs-wrangler');
    await writeFile(join(tool.folder, `${nameOf(block)}.js`), block.code);
    await inWorkerd(tool, `${nameOf(block)}.js`, [], async (get) => expect(await (await get(path.slice(1))).text()).to.equal(answer));
  });
}

/** @param {Block} block */
function javascript(block) {
  if (block.file === 'docs/edge.md') return edge(block);
  const code = preamble(block.code) + block.code;
  if (isSettings(block.code)) return it('is loaded by Node', () => loads(block));
  // The types of a page's globals are not a service worker's; tests/packaging runs one.
  if (!code.includes("'extism-web/service-worker'")) it('is strict TypeScript', () => compiles(project.folder, nameOf(block), code));
  it('runs in a page', async () => {
    const [root, script] = needsBundler(code) ? await bundled(block, code) : await plain(block, code);
    expect(await printedBy(browser, root, script), 'printed').to.deep.equal(printed(block.code));
  });
}

/** @param {Block} block @param {string} code @returns {Promise<[string, string]>} */
async function plain(block, code) {
  await writeFile(join(project.folder, `${nameOf(block)}.js`), code);
  return [project.folder, `/${nameOf(block)}.js`];
}

/**
 * Makes a bundle as the documentation says: by the commands before the block, or with the loader that it names.
 * @param {Block} block
 * @param {string} code
 * @returns {Promise<[string, string]>}
 */
async function bundled(block, code) {
  const folder = join(project.folder, nameOf(block));
  await mkdir(folder, { recursive: true });
  await cp(join(project.folder, 'node_modules'), join(folder, 'node_modules'), { recursive: true });
  await writeFile(join(folder, 'app.js'), code);
  const loaded = /from '[^']*\.wasm'/.test(code);
  const before = blocks().filter(({ file, code: other }) => file === block.file && isBuild(other));
  const [commands] = loaded ? ['esbuild app.js --bundle --format=esm --outdir=dist --loader:.wasm=file'] : before.map((each) => each.code);
  expect(commands, 'commands that build it').to.be.a('string');
  const PATH = `${inRoot('node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  const { status, stderr } = spawnSync('bash', ['-e'], { input: commands, cwd: folder, encoding: 'utf8', env: { ...process.env, PATH, ESBUILD_LOG_LEVEL: 'error' } });
  expect({ status, stderr: status === 0 ? '' : stderr }).to.deep.equal({ status: 0, stderr: '' });
  const out = join(folder, 'dist');
  await addPlugins(out);
  return [out, '/app.js'];
}

/** Loads settings of a tool where the tools are. @param {Block} block */
async function loads(block) {
  const folder = inRoot('target', 'docs');
  await mkdir(folder, { recursive: true });
  const file = join(folder, `${nameOf(block)}.mjs`);
  await writeFile(file, block.code);
  const { default: settings } = await import(file);
  expect(settings).to.satisfy((value) => ['object', 'function'].includes(typeof value));
}

/** @param {Block} block */
function html(block) {
  it('runs in a page', async () => {
    const files = [...block.code.matchAll(/\b(?:href|src)="([^"]+)"/g)].map(([, path]) => path);
    expect(files, 'files that it names').to.not.be.empty;
    const code = "const output = await (await createPlugin(url)).call('count_vowels', 'Hello, World!');\nconsole.log(output?.json().count);\n";
    const [root, script] = await plain(block, preamble(code) + code);
    const check = (visit) => {
      const loaded = visit.requests.map((url) => new URL(url).pathname);
      for (const path of files) expect(loaded.filter((other) => other === path), path).to.have.lengthOf(1);
    };
    expect(await printedBy(browser, root, script, { html: block.code, check })).to.deep.equal([3]);
  });
}

/** @param {Block} block */
function diff(block) {
  const lines = (sign) => block.code.split('\n').filter((line) => line.startsWith(sign)).map((line) => line.slice(1)).join('\n');
  it('changes the name of the package alone', () => {
    expect(lines('+')).to.not.equal('');
    expect(lines('-').replaceAll('@extism/extism', 'extism-web')).to.equal(lines('+'));
  });
  javascript({ ...block, code: lines('+') });
}

/** Fails for a dependency that is not this crate in a version, and with features, that it has. @param {string} code of a Cargo.toml */
function checkDependency(code) {
  const manifest = readFileSync(inRoot('Cargo.toml'), 'utf8');
  const version = /^version = "(\d+\.\d+)\./m.exec(manifest)?.[1];
  const [, key, value] = /^([\w-]+) = (.+)$/m.exec(code) ?? [];
  const field = (/** @type {string} */ name) => new RegExp(`\\b${name} = "([^"]+)"`).exec(value ?? '')?.[1];
  const asked = field('version') ?? /^"([^"]+)"$/.exec(value ?? '')?.[1];
  expect([field('package') ?? key, asked]).to.deep.equal(['extism-web', version]);
  for (const feature of /features = \[(.*)\]/.exec(value)?.[1].match(/[\w-]+/g) ?? []) expect(manifest).to.match(new RegExp(`^${feature} = \\[`, 'm'));
}

/** By language: the tests of a block. @type {Record<string, (block: Block) => void>} */
const kinds = {
  js: javascript,
  html,
  diff,
  sh(block) {
    if (isOfPackage(block.code)) return it('runs, and prints what it says', () => runs(block.code, project.folder));
    if (!isBuild(block.code)) return it('names what exists', () => checkShell(block.code));
    return it('builds the block after it', () => {
      const inFile = blocks().filter(({ file }) => file === block.file);
      const next = inFile.slice(inFile.findIndex(({ place }) => place === block.place) + 1).find(({ language }) => language === 'js');
      expect(next?.code).to.satisfy(needsBundler);
    });
  },
  toml: (block) => it('names the crate and its version', () => checkDependency(block.code)),
  'rust,no_run': ({ file }) =>
    it('is compiled with the examples of the crate (the suite crate-docs)', () => {
      expect(readFileSync(inRoot('src', 'lib.rs'), 'utf8')).to.contain(`#[doc = include_str!("../${file}")]`);
    }),
  json: (block) => it('is JSON', () => void JSON.parse(block.code)),
  // Pictures and output: nothing to run.
  text: (block) => it('is text', () => expect(block.code).to.not.equal('')),
};

function docsTests() {
  before(async () => {
    project = await installPacked();
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
    await project?.remove();
  });

  describe('docs/compatibility.md', compatibilityTests);
  describe('SECURITY.md', dependencyTests);
  describe('links', linkTests);
  it('docs/bundlers.md has the table of what the package is tested with', () => expect(shownTable()).to.equal(table()));

  describe('the code blocks of the documentation', () => {
    it('are found', () => {
      expect(blocks()).to.not.be.empty;
      const found = blocksOf('x.md', 'a\n```js\nb\n```\n- c\n\n  ```sh\n  d\n  ```\n');
      expect(found.map(({ place, language, code }) => [place, language, code])).to.deep.equal([['x.md:2', 'js', 'b'], ['x.md:7', 'sh', 'd']]);
      expect(() => blocksOf('x.md', '```js\nb\n')).to.throw('x.md:1');
    });
    for (const block of blocks()) {
      describe(block.place, () => {
        const kind = kinds[block.language];
        if (kind !== undefined) kind(block);
        else it('is run', () => expect.fail(`nothing runs a block of the language "${block.language}": see tests/docs/run.mjs`));
      });
    }
  });
}

await runMain(async () => {
  await build();
  await runTests(docsTests, { testTimeoutMs });
});
