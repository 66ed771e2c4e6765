// What the site's pages lead to.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { menu } from '../../site/.vitepress/menu.mjs';

const decode = (text) => decodeURIComponent(text.replaceAll('&amp;', '&'));

/**
 * @param {string} site
 * @param {string} base
 */
export function linkTests(site, base) {
  // Rust's documentation and the playground are tested where they are made.
  const pages = readdirSync(site, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.html') && !/^(rust|playground)\//.test(path));
  /** @type {Map<string, string>} */
  const texts = new Map();
  const read = (path) => texts.get(path) ?? texts.set(path, readFileSync(join(site, path), 'utf8')).get(path) ?? '';

  it('lead to files and headings that there are', () => {
    const wrong = [];
    let links = 0;
    for (const page of pages) {
      for (const [, quoted] of read(page).matchAll(/\s(?:href|src)="([^"]*)"/g)) {
        const link = decode(quoted);
        if (/^(https:|data:)/.test(link)) continue;
        links++;
        const [target, anchor] = link.split('#');
        const path = target === '' ? page : target.startsWith(base) ? target.slice(base.length) : posix.join(posix.dirname(page), target);
        const file = [path, posix.join(path, 'index.html')].find((each) => /\.\w+$/.test(each) && existsSync(join(site, each)));
        if (file === undefined || (target.startsWith('/') && !target.startsWith(base))) wrong.push(`${page}: ${link}`);
        else if (anchor && file.endsWith('.html') && !read(file).includes(` id="${anchor}"`)) wrong.push(`${page}: ${link} (no such heading)`);
      }
    }
    expect(wrong).to.deep.equal([]);
    expect(links).to.be.above(1000);
  });

  it('have a guide for each entry of the menu', () => {
    for (const { paths } of menu) for (const path of paths) expect(pages).to.include(`${path}.html`);
  });

  it('have all that the package exports', () => {
    const declarations = readFileSync(inRoot('types', 'index.d.ts'), 'utf8');
    const exported = [...(/export \{([^}]*)\}/.exec(declarations)?.[1].matchAll(/(?:(?<=as )|type )?(\w+)(?=,|\s*$)/g) ?? [])].map(([, name]) => name);
    expect(exported).to.include.members(['Plugin', 'createPool', 'Manifest', 'ErrorCode']);
    const list = read('api/extism-web/index.html');
    expect(exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(list))).to.deep.equal([]);
  });

  it('are listed for language models, and there as Markdown', () => {
    const list = readFileSync(join(site, 'llms.txt'), 'utf8');
    const listed = [...list.matchAll(/\]\(([^)]+\.md)\)/g)].map(([, path]) => path.replace(base, '').replace(/^\//, ''));
    for (const path of listed) expect(existsSync(join(site, path)), path).to.equal(true);
    for (const { paths } of menu) for (const path of paths) expect(listed.map((each) => each.replace(/\/index\.md$/, '/README.md'))).to.include(`${path}.md`);
  });
}
