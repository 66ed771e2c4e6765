// Where in a JSON text a path such as `wasm[0].url` leads, by the syntax tree of CodeMirror's JSON language.

/** @import { SyntaxNode, Tree } from '@lezer/common' */

/** @param {string} path @returns {(string | number)[]} */
export const steps = (path) => Array.from(path.matchAll(/\[(\d+)\]|([^.[\]]+)/g), ([, index, name]) => (index === undefined ? name : Number(index)));

/** @param {SyntaxNode} node @returns {SyntaxNode[]} the values in an array, the properties of an object */
function children(node) {
  const found = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (!/^[[\]{},:⚠]$/.test(child.name)) found.push(child);
  }
  return found;
}

/** @param {SyntaxNode} value @param {string | number} step @param {(from: number, to: number) => string} read */
function enter(value, step, read) {
  if (typeof step === 'number') return value.name === 'Array' ? children(value)[step] : undefined;
  const property = children(value).find((child) => {
    const name = child.name === 'Property' && child.firstChild;
    return name && read(name.from, name.to) === JSON.stringify(step);
  });
  return property?.lastChild ?? undefined;
}

/**
 * @param {SyntaxNode} top
 * @param {string} path
 * @param {(from: number, to: number) => string} read the text between two positions
 * @returns {{from: number, to: number}} of the value there, or of the innermost there is on the way; one line at most
 */
export function findPath(top, path, read) {
  let value = top.firstChild ?? top;
  for (const step of steps(path)) {
    const next = enter(value, step, read);
    if (!next) break;
    value = next;
  }
  const line = read(value.from, value.to).indexOf('\n');
  return { from: value.from, to: line < 0 ? value.to : value.from + line };
}

/**
 * Where a text stops being JSON. Engines tell the place in words of their own, or not at all.
 * @param {Tree} tree
 * @param {number} length of the text
 * @returns {{from: number, to: number}} at least one character where there is any
 */
export function findFault(tree, length) {
  let from = length;
  let to = length;
  tree.iterate({
    enter(node) {
      if (node.type.isError && node.from < from) ({ from, to } = node);
    },
  });
  return { from: Math.min(from, Math.max(0, length - 1)), to: Math.min(length, Math.max(to, from + 1)) };
}
