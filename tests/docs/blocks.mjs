// The code blocks of the documentation.
import { readdirSync, readFileSync } from 'node:fs';
import { inRoot } from '../../scripts/lib/paths.mjs';

/**
 * @typedef {object} Block
 * @property {string} place file and line, for the test's name
 * @property {string} file from the repository's root
 * @property {string} language of the fence, perhaps empty
 * @property {string} code
 */

/** What users read. */
export const documents = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'site/index.md', ...readdirSync(inRoot('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

/** Every code block there is, in order. @returns {Block[]} */
export const blocks = () => documents.flatMap((file) => blocksOf(file, readFileSync(inRoot(file), 'utf8')));

/**
 * @param {string} file
 * @param {string} text
 * @returns {Block[]}
 * @throws {Error} when a block has no end
 */
export function blocksOf(file, text) {
  const found = [];
  /** @type {{fence: string, indent: number, language: string, line: number, lines: string[]} | undefined} */
  let open;
  for (const [index, line] of text.split('\n').entries()) {
    const fence = /^( *)(`{3,}|~{3,})\s*(\S*)/.exec(line);
    if (open === undefined) {
      if (fence) open = { fence: fence[2], indent: fence[1].length, language: fence[3], line: index + 1, lines: [] };
    } else if (fence?.[2].startsWith(open.fence) && fence[3] === '') {
      found.push({ place: `${file}:${open.line}`, file, language: open.language, code: open.lines.join('\n') });
      open = undefined;
    } else open.lines.push(line.slice(Math.min(open.indent, line.search(/\S|$/))));
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the code block has no end`);
  return found;
}
