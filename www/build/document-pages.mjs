// The documentation that the page links to, as pages beside it.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marked } from 'marked';

const frame = (title, body) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · extism-web</title>
<script src="../theme.js"></script>
<link rel="icon" href="../icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="../main.css">
</head>
<body class="document">
<header class="bar"><a href="../">extism-web playground</a></header>
<main>
${body}
</main>
</body>
</html>
`;

const slug = (text) => text.toLowerCase().replaceAll(/<[^>]*>|&\w+;/g, '').replaceAll(/[^\p{L}\p{N}_]+/gu, '-').replaceAll(/^-|-$/g, '');

/** Markdown with an id on each heading: `TIMEOUT` is `#timeout`. */
const marked = new Marked({
  renderer: {
    heading({ tokens, depth }) {
      const text = this.parser.parseInline(tokens);
      return `<h${depth} id="${slug(text)}">${text}</h${depth}>\n`;
    },
    link({ href, tokens }) {
      const text = this.parser.parseInline(tokens);
      // Other pages of the documentation are beside this one; of the rest of the repository there is nothing here.
      const page = /^([\w-]+)\.md(#.*)?$/.exec(href);
      if (page) return `<a href="${page[1]}.html${page[2] ?? ''}">${text}</a>`;
      return /^(https?:|#)/.test(href) ? `<a href="${href}">${text}</a>` : text;
    },
  },
});

/**
 * @param {string} from the folder of the Markdown files
 * @param {string} to the folder of the pages
 */
export async function documentPages(from, to) {
  await mkdir(to, { recursive: true });
  for (const name of (await readdir(from)).filter((file) => file.endsWith('.md'))) {
    const text = await readFile(join(from, name), 'utf8');
    const title = /^# (.*)$/m.exec(text)?.[1] ?? name;
    await writeFile(join(to, name.replace(/\.md$/, '.html')), frame(title, marked.parse(text)));
  }
}
