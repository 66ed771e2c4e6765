// A document that a plug-in made, without what could run, load or lead anywhere. The frame that shows it runs nothing and has no
// origin besides; this keeps it from asking for what the page's policy refuses. Not by the browser's own parser, which reports
// each inline style that it meets as a breach of that policy.
import { FilterXSS } from 'xss';

const plain = ['class', 'dir', 'id', 'lang', 'title'];
const withText = `a abbr address article aside b bdi bdo blockquote body br caption cite code dd del details dfn div dl dt em figcaption figure
  footer h1 h2 h3 h4 h5 h6 header hr html i ins kbd li main mark nav p pre q rp rt ruby s samp section small span strong sub summary sup
  table tbody tfoot thead tr u ul var wbr`;

/** Elements that are left out with all that is in them. */
const withContent = ['script', 'style', 'title', 'iframe', 'object', 'noscript', 'template', 'svg', 'math', 'audio', 'video', 'canvas', 'select', 'textarea'];

/** An image that is in the document itself. */
const embedded = /^data:image\/(png|jpeg|gif|webp|avif|bmp)[;,]/i;

const filter = new FilterXSS({
  whiteList: {
    ...Object.fromEntries(withText.split(/\s+/).map((name) => [name, plain])),
    img: ['alt', 'height', 'src', 'width'],
    input: ['checked', 'disabled', 'type'],
    ol: [...plain, 'start', 'type'],
    td: [...plain, 'align', 'colspan', 'rowspan'],
    th: [...plain, 'align', 'colspan', 'rowspan', 'scope'],
    time: ['datetime'],
  },
  css: false,
  stripIgnoreTag: true,
  stripIgnoreTagBody: withContent,
  safeAttrValue: (tag, name, value, cssFilter) => {
    if (tag === 'img' && name === 'src') return embedded.test(value) ? value : '';
    return value.replaceAll('"', '&quot;').replaceAll('<', '&lt;');
  },
  onIgnoreTagAttr: (tag, name, value) => (tag === 'a' && name === 'href' ? `title="${value.replaceAll('"', '&quot;')}"` : undefined),
});

/**
 * @param {string} html
 * @returns {string} for `srcdoc`
 */
export const safeDocument = (html) => filter.process(html);
