// What blocks of JavaScript take as given. A name that is not here must be declared by the block itself.

/** By name: how it is declared before the block, where the block uses it and does not declare it. @type {Record<string, string>} */
const given = {
  createPlugin: "import createPlugin from 'extism-web';",
  compile: "import { compile } from 'extism-web';",
  createPool: "import { createPool } from 'extism-web';",
  url: "const url = new URL('count_vowels.wasm', location.href);",
  texts: "const texts = ['Hello', 'World'];",
  controller: 'const controller = new AbortController();',
  plugin: "const plugin = await createPlugin(new URL('count_vowels.wasm', location.href));",
};

/**
 * The lines that go before a block.
 * @param {string} code
 * @returns {string}
 */
export function preamble(code) {
  const words = new Set(code.replaceAll(/'[^'\n]*'|\/\/.*$/gm, '').match(/(?<![.\w])\w+/g) ?? []);
  const declared = (name) => new RegExp(`(const|let|var|function|class)\\s+${name}\\b|import\\s[^;]*\\b${name}\\b[^;]*from`).test(code);
  const missing = Object.keys(given).filter((name) => words.has(name) && !declared(name));
  if (missing.includes('plugin') && !missing.includes('createPlugin') && !declared('createPlugin')) missing.unshift('createPlugin');
  return missing.map((name) => `${given[name]}\n`).join('');
}

/** What the block says that it prints: the comments after `console.log(…);`, read as JavaScript. @param {string} code @returns {unknown[]} */
export function printed(code) {
  const comments = [...code.matchAll(/console\.log\(.*\);[ \t]*\/\/ *(.+)$/gm)].map(([, comment]) => comment);
  return comments.filter((comment) => /^[[{'"\d]|^(null|true|false|undefined)$/.test(comment)).map((comment) => new Function(`return (${comment});`)());
}
