// Which suites, and which specs of them, a change can touch: `npm test -- --changed`.
import { Failure, capture } from '../lib/process.mjs';
import { findSpecs } from '../../tests/runner/specs.mjs';

/** @typedef {import('./suites.mjs').Suite} Suite */

/**
 * What a file is to the suites: the first that fits. `suites` are beginnings of their names; a file of a spec's folder also
 * says which specs. What fits none touches everything.
 * @type {{files: RegExp, suites: string[], specs?: boolean}[]}
 */
const rules = [
  { files: /^tests\/suite\//, suites: ['js'], specs: true },
  { files: /^kernel\/(src\/testing|fuzz|examples)\//, suites: ['kernel', 'fuzz'] },
  { files: /^rewriter\/(fuzz\/|README\.md$|src\/(tests|random_modules)\.rs$)/, suites: ['rewriter'] },
  { files: /^kernel\/README\.md$|^LICENSE|^\.github\/|^tests\/examples\//, suites: [] },
  { files: /^(ARCHITECTURE|CODE_OF_CONDUCT)\.md$|^site\/|^scripts\/site|^tests\/site\//, suites: ['site'] },
  { files: /^examples\//, suites: ['package', 'site'] },
  { files: /^(CONTRIBUTING|SECURITY)\.md$/, suites: ['docs', 'site'] },
  { files: /^docs\/rust\.md$/, suites: ['crate-docs', 'docs', 'site', 'package', 'page'] },
  { files: /^docs\/errors\.md$/, suites: ['crate-units', 'docs', 'site', 'package', 'page'] },
  { files: /^(docs\/|README\.md$|CHANGELOG\.md$)/, suites: ['docs', 'site', 'package', 'page'] },
  { files: /^benches\//, suites: ['benches', 'size', 'site'] },
  { files: /^(www\/|webpack\.config\.js$)/, suites: ['page', 'site'] },
  { files: /^tests\/(common\/|crate\/|browser\.rs$|node\.rs$)/, suites: ['crate'] },
  { files: /^tests\/(packaging|types)\//, suites: ['package'] },
  { files: /^tests\/docs\//, suites: ['docs'] },
  { files: /^tests\/e2e\//, suites: ['page', 'package', 'site'] },
  { files: /^tests\/page\//, suites: ['page-logic'] },
  { files: /^tests\/lifecycle\//, suites: ['lifecycle'] },
  { files: /^tests\/fuzz\//, suites: ['fuzz'] },
  { files: /^tests\/reproducible\//, suites: ['reproducible'] },
  { files: /^tests\/endurance\//, suites: ['endurance'] },
  { files: /^js\//, suites: ['crate', 'js', 'endurance', 'fuzz', 'lifecycle', 'page', 'package', 'docs', 'site', 'reproducible', 'benches', 'size'] },
  { files: /^npm\//, suites: ['crate', 'js', 'endurance', 'fuzz', 'lifecycle', 'page', 'package', 'docs', 'site', 'reproducible', 'benches', 'size'] },
  { files: /^(src|rewriter)\//, suites: ['rewriter', 'crate', 'js', 'endurance', 'fuzz', 'lifecycle', 'page', 'package', 'docs', 'site', 'reproducible', 'benches', 'size'] },
  { files: /^tests\/runner\//, suites: ['runner', 'js', 'endurance', 'fuzz', 'lifecycle', 'page', 'package'] },
];

/**
 * The files that differ from a revision, those that git does not know yet included.
 * @param {string} revision
 * @returns {string[]} paths from the root, with slashes
 */
export function changedFiles(revision) {
  const differing = capture('git', ['diff', '--name-only', '--no-renames', revision]);
  const unknown = capture('git', ['ls-files', '--others', '--exclude-standard']);
  if (differing === null || unknown === null) throw new Failure(`git does not say what changed since ${revision}`);
  return [...new Set(`${differing}\n${unknown}`.split('\n').filter(Boolean))];
}

/**
 * The suites that the files touch, those of specs narrowed to the specs that changed where nothing else did.
 * @param {Suite[]} suites
 * @param {string[]} files
 * @returns {Suite[]}
 */
export function touched(suites, files) {
  const matches = files.map((file) => ({ file, rule: rules.find((rule) => rule.files.test(file)) }));
  return suites.flatMap((suite) => {
    const reasons = matches.filter(({ rule }) => rule === undefined || rule.suites.some((name) => suite.name.startsWith(name)));
    if (reasons.length === 0) return [];
    const narrow = suite.mode !== undefined && reasons.every(({ rule }) => rule?.specs);
    return narrow ? narrowed(suite, reasons.map(({ file }) => file)) : [suite];
  });
}

/** The suite with the specs among `files`, and all specs beside a file that is none; nothing if its mode has none of them. */
function narrowed(suite, files) {
  const folders = files.filter((file) => !file.endsWith('.spec.js')).map((file) => file.slice(0, file.lastIndexOf('/') + 1));
  const specs = findSpecs([], suite.mode).filter((spec) => files.includes(spec) || folders.some((folder) => spec.startsWith(folder)));
  if (specs.length === 0) return [];
  return [{ ...suite, command: [...suite.command, ...specs.flatMap((spec) => ['--spec', spec])] }];
}
