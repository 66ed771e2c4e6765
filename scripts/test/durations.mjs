// How long suites took the last time, so that the longest begin first and the cores are busy to the end.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';

const file = inRoot('target', 'suite-seconds.json');

/** Seconds by the suite's name. @returns {Record<string, number>} */
const remembered = () => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {});

/**
 * The suites, the longest first; those that never ran in this clone by their entry's `weight`, in seconds on two cores.
 * @param {import('./suites.mjs').Suite[]} suites
 */
export function byDuration(suites) {
  const seconds = remembered();
  const of = ({ name, weight = 0 }) => seconds[name] ?? weight;
  return [...suites].sort((a, b) => of(b) - of(a));
}

/** @param {import('./run-suite.mjs').Result[]} results */
export function rememberDurations(results) {
  const ran = results.filter(({ suite }) => !suite.notHere);
  const now = Object.fromEntries(ran.map(({ suite, seconds }) => [suite.name, Math.round(seconds)]));
  mkdirSync(inRoot('target'), { recursive: true });
  writeFileSync(file, JSON.stringify({ ...remembered(), ...now }));
}
