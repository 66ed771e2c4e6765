// The latest figures in benches/README.md, between comments that say which engine's they are.
import { readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { markdown } from './table.mjs';

const path = inRoot('benches', 'README.md');

/** What the figures of an engine are called. */
const name = (report) => report.environment.engine.name.toLowerCase();

/** Where the picture of a report is. */
export const picture = (report) => `results-${name(report)}.svg`;

/**
 * A text with what is between its comments replaced.
 * @param {string} text
 * @param {string} name
 * @param {string} contents
 * @returns {string}
 * @throws {Error} when there are no such comments
 */
export function replaceBetween(text, name, contents) {
  const [from, to] = [`<!-- figures: ${name} -->`, `<!-- end: ${name} -->`];
  const start = text.indexOf(from);
  const end = text.indexOf(to);
  if (start === -1 || end < start) throw new Error(`no ${from} before ${to}`);
  return `${text.slice(0, start + from.length)}\n${contents}\n${text.slice(end)}`;
}

/** Writes the table of a report into the README. @param {any} report */
export function writeTable(report) {
  const contents = `![ratios](${picture(report)})\n\n${markdown(report)}`;
  writeFileSync(path, replaceBetween(readFileSync(path, 'utf8'), name(report), contents));
}
