// What the package is tested with: the table in docs/bundlers.md, which `node tests/packaging/matrix.mjs` writes. Every cell stands for tests;
// the suite that has them fails when one of them did not pass.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { isMain } from '../../scripts/lib/process.mjs';

/**
 * @typedef {object} Consumer
 * @property {string} name
 * @property {string} version
 * @property {'package' | 'package-tools'} suite
 * @property {string[]} [page] titles of tests
 * @property {string[]} [workers] in pages, also in isolated ones
 * @property {string[]} [server] in Node or another runtime without a page, with workers where it has threads
 */

const json = (...path) => JSON.parse(readFileSync(inRoot(...path), 'utf8'));
const { devDependencies } = json('package.json');

/** One of the repository's own tools. @param {string} name */
const own = (name) => ({ suite: /** @type {const} */ ('package'), version: devDependencies[name] });

/** One of tools/. @param {string} folder @param {string} [name] */
const tool = (folder, name = folder) => ({ suite: /** @type {const} */ ('package-tools'), version: json('tests', 'packaging', 'tools', folder, 'package.json').dependencies[name] });

const page = 'in a page without a bundler';
const framework = (name) => [`runs plug-ins on the server and, also in workers, on the page, built by ${name} without settings`];
const next = (name) => [`runs plug-ins in a route handler, at the edge, in a server component and a page, built by ${name}`];

/** @type {Consumer[]} */
export const consumers = [
  {
    ...{ name: 'webpack', ...own('webpack') },
    page: ['is bundled by webpack without settings'],
    workers: ['runs plug-ins in workers, bundled by webpack without settings'],
    server: ['is bundled by webpack for Node', 'is bundled by webpack for Node as an ES module'],
  },
  {
    ...{ name: 'Vite', ...own('vite') },
    page: ['is bundled by Vite without settings', 'is served by Vite while developing, without settings'],
    workers: ['runs plug-ins in workers, bundled by Vite without settings', 'runs plug-ins in workers, served by Vite while developing', 'runs plug-ins in workers, served by Vite as an isolated page'],
  },
  {
    ...{ name: 'Vite', ...tool('vite7', 'vite') },
    page: ['is bundled by Vite 7 without settings', 'runs plug-ins, also in workers, served by Vite 7 while developing, without settings'],
    workers: ['is bundled by Vite 7 without settings', 'runs plug-ins, also in workers, served by Vite 7 as an isolated page'],
  },
  {
    ...{ name: 'Rolldown', ...own('rolldown') },
    page: ['runs plug-ins in workers, bundled by Rolldown, its files copied beside the bundle'],
    workers: ['runs plug-ins in workers, bundled by Rolldown, its files copied beside the bundle'],
    server: ['is bundled by Rolldown for Node'],
  },
  {
    ...{ name: 'Rollup', ...tool('rollup') },
    page: ['is bundled by Rollup with a plug-in for assets'],
    workers: ['is bundled by Rollup with a plug-in for assets', 'is bundled by Rollup without one, its files copied beside the bundle'],
  },
  {
    ...{ name: 'esbuild', ...own('esbuild') },
    page: ['is bundled by esbuild, its WebAssembly copied beside the bundle', 'is bundled by esbuild with the loader "file"', 'is bundled by esbuild with the loader "binary" into one classic script'],
    workers: ['runs plug-ins in workers, bundled by esbuild with an entry point for them'],
    server: ['is bundled by esbuild for Node as an ES module', 'is bundled by esbuild for Node as CommonJS'],
  },
  { name: 'Parcel', ...tool('parcel'), page: ['is bundled by Parcel 2 without settings'], workers: ['is bundled by Parcel 2 without settings'] },
  { name: 'Rspack', ...tool('rspack', '@rspack/core'), page: ['is bundled by Rspack without settings'], workers: ['is bundled by Rspack without settings'] },
  { name: 'Next.js, Turbopack', ...tool('next'), page: next('turbopack'), workers: next('turbopack'), server: next('turbopack') },
  { name: 'Next.js, webpack', ...tool('next'), page: next('webpack'), workers: next('webpack'), server: next('webpack') },
  { name: 'SvelteKit', ...tool('sveltekit', '@sveltejs/kit'), page: framework('SvelteKit'), workers: framework('SvelteKit'), server: framework('SvelteKit') },
  { name: 'Astro', ...tool('astro'), page: framework('Astro'), workers: framework('Astro'), server: framework('Astro') },
  { name: 'Nuxt', ...tool('nuxt'), page: framework('Nuxt'), workers: framework('Nuxt'), server: framework('Nuxt') },
  {
    ...{ name: 'Vitest', ...tool('vitest') },
    page: ['is imported by Vitest, in Node and in jsdom, without settings', 'is imported by Vitest in a browser, also with workers, without settings'],
    workers: ['is imported by Vitest in a browser, also with workers, without settings'],
    server: ['is imported by Vitest, in Node and in jsdom, without settings'],
  },
  {
    ...{ name: 'Jest', ...tool('jest') },
    page: ['is imported by Jest in jsdom, says what is lacking there, and works when it has that'],
    server: ['is required by Jest, in Node and in jsdom'],
  },
  {
    ...{ name: 'no bundler', version: '', suite: 'package' },
    page: ['is imported by its path', 'is imported by its name, through an import map'],
    workers: [`${page} runs plug-ins in workers`, "is loaded from another origin, with the script of workers on the page's own"],
    server: ['is imported by an ES module', 'is required by a CommonJS module', 'runs plug-ins in workers for a CommonJS module'],
  },
  {
    ...{ name: 'classic script, page that is a file', version: '', suite: 'package' },
    page: ['is a classic script with all in it, also workers', 'is a script of a page that is a file, also with workers'],
    workers: ['is a classic script with all in it, also workers', 'is a script of a page that is a file, also with workers'],
  },
  {
    ...{ name: 'extension (manifest version 3)', version: '', suite: 'package' },
    page: ['runs plug-ins on its page, also in workers, and in its service worker, under the policy of extensions'],
    workers: ['runs plug-ins on its page, also in workers, and in its service worker, under the policy of extensions'],
  },
  { name: 'service worker', version: '', suite: 'package', page: ['runs plug-ins, also with WASI, by the entry for service workers; refuses workers'] },
  { name: 'Deno', ...tool('deno'), server: ['runs plug-ins, also in workers, in Deno', 'runs plug-ins with WASI in Deno that may read files and nothing else'] },
  { name: 'Bun', ...tool('bun'), server: ['runs plug-ins, also in workers, in Bun', 'is bundled by Bun for Bun', 'is compiled by Bun into one program'] },
  { name: 'workerd, by Wrangler', ...tool('wrangler'), server: ['does all that can be done there, and says what cannot', 'answers many requests at once, with plug-ins of the program and of their own'] },
];

/** The table, in Markdown. */
export function table() {
  const cell = (titles) => (titles ? 'yes' : '');
  const row = (cells) => `|${cells.map((text) => (text === '' ? ' ' : ` ${text} `)).join('|')}|`;
  const rows = consumers.map(({ name, version, page: onPage, workers, server }) => row([name, version, cell(onPage), cell(workers), cell(server)]));
  return [row(['', 'version', 'page', 'workers', 'server']), '|---|---|---|---|---|', ...rows].join('\n');
}

/** What surrounds the table. */
const place = /(?<=<!-- tested -->\n)[\s\S]*?(?=\n<!-- \/tested -->)/;

/** The table as docs/bundlers.md has it. */
export const shownTable = () => place.exec(readFileSync(inRoot('docs', 'bundlers.md'), 'utf8'))?.[0];

/** Runs after all others of a suite: checks that each cell's tests passed. @param {Consumer['suite']} suite */
export function matrixTests(suite) {
  /** @type {string[]} */
  const passed = [];
  afterEach(function () {
    const { currentTest } = this;
    if (currentTest?.state === 'passed') passed.push(currentTest.fullTitle());
  });
  return () => {
    it('has passed all that the table of docs/bundlers.md says of it', () => {
      for (const { name, suite: its, page: onPage = [], workers = [], server = [] } of consumers) {
        if (its !== suite) continue;
        for (const title of [...onPage, ...workers, ...server]) expect(passed.some((path) => path.endsWith(title)), `${name}: ${title}`).to.equal(true);
      }
    });
  };
}

if (isMain(import.meta.url)) {
  const file = inRoot('docs', 'bundlers.md');
  writeFileSync(file, readFileSync(file, 'utf8').replace(place, table()));
}
