// A document that a plug-in made, without what could run, load or lead anywhere. The frame that shows it has no scripts and no
// origin besides; this keeps the frame from asking for what the page's policy refuses.

const removed = 'script, style, link, meta, base, iframe, frame, frameset, object, embed, applet, form, audio, video, source, track, portal, template';

/** Attributes that hold no address and no code. */
const isHarmless = (name) => /^(id|class|title|alt|lang|dir|width|height|colspan|rowspan|scope|start|open|checked|disabled|type|align|role|datetime|cite|abbr|headers|span|reversed|value)$/.test(name) || name.startsWith('aria-');

/** @param {Element} element */
function clean(element) {
  for (const { name, value } of [...element.attributes]) {
    if (isHarmless(name)) continue;
    // An image in the document itself.
    if (name === 'src' && element.localName === 'img' && /^data:image\/(png|jpeg|gif|webp|avif|bmp)[;,]/i.test(value)) continue;
    element.removeAttribute(name);
    // Where a link would lead stays to be seen.
    if (name === 'href' && element.localName === 'a') element.setAttribute('title', value);
  }
}

/**
 * @param {string} html
 * @returns {string} for `srcdoc`
 */
export function safeDocument(html) {
  const document = new DOMParser().parseFromString(html, 'text/html');
  for (const element of document.querySelectorAll(removed)) element.remove();
  for (const element of document.querySelectorAll('*')) clean(element);
  return document.body.innerHTML;
}
