// The links of the documentation: to files of the repository, and to headings in them.
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { documents } from './blocks.mjs';

/** Text without code. @param {string} file */
const proseOf = (file) => readFileSync(inRoot(...file.split('/')), 'utf8').replaceAll(/^ *```[\s\S]*?^ *```/gm, '').replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ''));

/** The anchors of a document, as forges make them of headings. @param {string} file */
function anchorsOf(file) {
  const headings = [...proseOf(file).matchAll(/^#+ +(.+)$/gm)].map(([, text]) => text);
  return headings.map((text) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(/\s/g, '-'));
}

export function linkTests() {
  for (const file of documents) {
    it(`are right in ${file}`, () => {
      for (const [, target] of proseOf(file).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https:\/\//.test(target)) continue;
        const [path, anchor] = target.split('#');
        const other = path === '' ? file : posix.join(posix.dirname(file), path);
        expect(existsSync(inRoot(...other.split('/'))), target).to.equal(true);
        if (anchor !== undefined) expect(anchorsOf(other), target).to.include(anchor);
      }
    });
  }
}
