// site/target/pages/: what the site is made of, in the folders that the repository has it in.
import { readdirSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { inRoot } from '../lib/paths.mjs';
import { Failure } from '../lib/process.mjs';

const pages = (...path) => inRoot('site', 'target', 'pages', ...path);

/** Pages beside those of docs/. */
const others = ['ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'CODE_OF_CONDUCT.md', 'SECURITY.md', 'benches/README.md', 'benches/*.svg', 'examples/README.md'];

/** Copies the pages, and the files that the site has as they are. @param {{paths: string[]}[]} menu */
export async function copyPages(menu) {
  checkMenu(menu);
  await rm(pages(), { recursive: true, force: true });
  await mkdir(pages('public'), { recursive: true });
  await cp(inRoot('docs'), pages('docs'), { recursive: true });
  await cp(inRoot('site', 'index.md'), pages('index.md'));
  for (const path of others.flatMap(matching)) {
    await mkdir(dirname(pages(path)), { recursive: true });
    await cp(inRoot(path), pages(path));
  }
  await cp(inRoot('target', 'fixtures', 'count_vowels.wasm'), pages('public', 'count_vowels.wasm'));
  await cp(inRoot('www', 'dist'), pages('public', 'playground'), { recursive: true });
}

/** The files that a path means, which may end with `*` and an ending. @param {string} path */
function matching(path) {
  const [folder, ending] = path.split('/*');
  return ending === undefined ? [path] : readdirSync(inRoot(folder)).filter((name) => name.endsWith(ending)).map((name) => `${folder}/${name}`);
}

/** Fails for a guide that the menu does not have: nobody would find it. @param {{paths: string[]}[]} menu */
function checkMenu(menu) {
  const named = menu.flatMap(({ paths }) => paths.map((path) => `${path}.md`));
  const missing = matching('docs/*.md').filter((path) => !named.includes(path));
  if (missing.length > 0) throw new Failure(`site/.vitepress/menu.mjs has no place for ${missing.join(', ')}`);
}
