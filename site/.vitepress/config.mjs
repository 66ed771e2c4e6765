// The site of the documentation: `npm run site` puts the pages into site/target/pages and calls VitePress.
import { existsSync, readFileSync } from 'node:fs';
import { posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import llms from 'vitepress-plugin-llms';
import { menu } from './menu.mjs';

const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const pages = inRoot('site/target/pages');
const { version, repository } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const api = JSON.parse(readFileSync(inRoot('site/target/pages/api/typedoc-sidebar.json'), 'utf8'));

/** The title of a page is its first heading. */
const item = (path) => ({ text: /^# (.+)$/m.exec(readFileSync(`${pages}/${path}.md`, 'utf8'))[1].replaceAll('`', ''), link: `/${path}` });

const guides = menu.map(({ text, paths }) => ({ text, items: paths.map(item) }));

/** The anchor of a heading, as forges make it: links are good in both places. @param {string} text */
const slugify = (text) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').trim().replaceAll(/\s/g, '-');

/** Sources that pages link to are in the repository; where its address is not known, their names are all there is. */
function sources(md) {
  md.core.ruler.push('sources', ({ tokens, env }) => {
    for (const { children } of tokens.filter(({ type }) => type === 'inline')) {
      let isDropped = false;
      for (const token of children) {
        if (token.type === 'link_open') {
          const source = sourceOf(token.attrGet('href'), env.relativePath);
          isDropped = source !== undefined && repository === undefined;
          if (source !== undefined && !isDropped) token.attrSet('href', `${repository.url}/blob/main/${source}`);
        }
        if (isDropped && token.type.startsWith('link_')) Object.assign(token, { type: 'text', content: '', tag: '', nesting: 0 });
      }
    }
  });
}

/** The file of the repository that a link means; `undefined` for one to a page. @param {string} href @param {string} page */
function sourceOf(href, page) {
  if (/^(?:[a-z]+:|#|\/)/.test(href)) return undefined;
  const path = posix.join(posix.dirname(page), href.replace(/#.*/, ''));
  return existsSync(`${pages}/${path}`) || existsSync(`${pages}/${path}.md`) ? undefined : path;
}

export default defineConfig({
  title: 'extism-web',
  description: 'The Extism plug-in host for the browser and every other JavaScript runtime',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  srcDir: relative(inRoot('site'), pages),
  outDir: inRoot('site/target/dist'),
  cacheDir: inRoot('site/target/cache'),
  cleanUrls: false,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: `${process.env.SITE_BASE ?? '/'}playground/icon.svg` }]],
  // Beside the pages: they are no pages of VitePress.
  ignoreDeadLinks: [/^\/(?:playground|rust)\//],
  markdown: { config: sources, anchor: { slugify }, languageAlias: { 'rust,no_run': 'rust' } },
  themeConfig: {
    search: { provider: 'local' },
    outline: [2, 3],
    nav: [
      { text: 'Guide', link: '/docs/quick-start', activeMatch: '^/docs/' },
      { text: 'API', items: [{ text: 'JavaScript', link: '/api/' }, { text: 'Rust', link: '/rust/extism_web/index.html', target: '_self' }] },
      { text: 'Playground', link: '/playground/index.html', target: '_self' },
      { text: version, link: '/CHANGELOG' },
    ],
    sidebar: { '/api/': [{ text: 'JavaScript API', link: '/api/', items: api }], '/': guides },
  },
  // The home page runs a plug-in, by the package as it is published.
  vite: {
    // llms.txt, and each page as Markdown.
    plugins: [llms({ ignoreFiles: ['CODE_OF_CONDUCT.md'] })],
    resolve: { alias: { 'extism-web': inRoot('pkg/browser.js') } },
    build: { target: 'esnext', chunkSizeWarningLimit: 2000 },
  },
});
