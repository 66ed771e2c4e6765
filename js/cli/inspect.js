import { createHash } from 'node:crypto';
import { common, readArgs } from './args.js';
import { UsageError } from './fail.js';
import { bytesOf } from './plugin.js';

export const options = common;

const KERNEL = 'extism:host/env';
const WASI = /^wasi_/;

/** What imports of Extism say that a plug-in uses. @type {[RegExp, string][]} */
const uses = [
  [/^http_/, 'HTTP (--allow-host)'],
  [/^var_/, 'vars'],
  [/^config_get$/, 'config (--config)'],
  [/^log_/, 'logs (--log-level)'],
];

/** Reads numbers (LEB128) and texts as modules have them. */
class Reader {
  #bytes;
  #at = 0;

  /** @param {ArrayBuffer} buffer */
  constructor(buffer) {
    this.#bytes = new Uint8Array(buffer);
  }

  number() {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const byte = this.#bytes[this.#at++];
      value += (byte & 0x7f) * 2 ** shift;
      if (!(byte & 0x80)) return value;
    }
  }

  text() {
    const length = this.number();
    return new TextDecoder().decode(this.#bytes.subarray(this.#at, (this.#at += length)));
  }
}

/** The fields of a module's section "producers": what it was made with. @param {WebAssembly.Module} module @returns {Record<string, string[]>} */
function producers(module) {
  const [section] = WebAssembly.Module.customSections(module, 'producers');
  if (section === undefined) return {};
  const reader = new Reader(section);
  const list = (/** @type {() => any} */ read) => Array.from({ length: Math.min(reader.number(), 100) }, read);
  const fields = list(() => [reader.text(), list(() => [reader.text(), reader.text()].filter((part) => part !== '').join(' '))]);
  return Object.fromEntries(fields);
}

/** What tells the PDK. @param {WebAssembly.ModuleImportDescriptor[]} imports @param {Set<string>} exports @param {Record<string, string[]>} made */
function pdkOf(imports, exports, made) {
  const by = Object.values(made).flat().join(' ');
  if (imports.some(({ module, name }) => module === 'env' && name === 'abort')) return 'AssemblyScript';
  if (exports.has('__invoke_i32') || exports.has('__arg_start')) return 'JavaScript or Python';
  if (exports.has('hs_init')) return 'Haskell';
  if (/\bTinyGo\b/.test(by)) return 'Go (TinyGo)';
  if (/\bGo\b/.test(by)) return 'Go';
  if (/\bRust\b|rustc/.test(by)) return 'Rust';
  if (/\bzig\b/i.test(by)) return 'Zig';
  if (/\bclang\b|\bC(11|99|17|\+\+)?\b/.test(by)) return 'C or C++';
  return undefined;
}

/** @param {string} source */
async function inspected(source) {
  const bytes = await bytesOf(source);
  const module = await WebAssembly.compile(bytes).catch((error) => {
    throw new UsageError(`${source} is not a WebAssembly module: ${error.message}`);
  });
  const imports = WebAssembly.Module.imports(module);
  const exports = WebAssembly.Module.exports(module);
  const functions = imports.filter(({ kind }) => kind === 'function');
  const extism = functions.filter(({ module: from }) => from === KERNEL).map(({ name }) => name);
  const made = producers(module);
  return {
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    functions: exports.filter(({ kind }) => kind === 'function').map(({ name }) => name),
    needs: [
      ...(functions.some(({ module: from }) => WASI.test(from)) ? ['WASI'] : []),
      ...uses.flatMap(([pattern, use]) => (extism.some((name) => pattern.test(name)) ? [use] : [])),
    ],
    hostFunctions: functions.filter(({ module: from, name }) => from !== KERNEL && !WASI.test(from) && !(from === 'env' && name === 'abort')).map(({ module: from, name }) => `${from} ${name}`),
    imports: imports.map(({ module: from, name, kind }) => ({ module: from, name, kind })),
    exports: exports.map(({ name, kind }) => ({ name, kind })),
    pdk: pdkOf(imports, new Set(exports.map(({ name }) => name)), made),
    producers: made,
  };
}

/** @param {string} title @param {string[]} lines */
const block = (title, lines) => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]);

/**
 * Shows what a plug-in is.
 *
 * @param {string[]} args
 */
export async function inspect(args) {
  const { values, positionals } = readArgs(args, options);
  if (positionals.length !== 1) throw new UsageError('inspect takes a plug-in: extism-web inspect PLUGIN');
  const [source] = positionals;
  const found = await inspected(source);
  if (values.json) return console.log(JSON.stringify(found, null, 2));
  const byModule = new Map();
  for (const { module, name, kind } of found.imports) byModule.set(module, [...(byModule.get(module) ?? []), kind === 'function' ? name : `${name} (${kind})`]);
  console.log(
    [
      `${source}: ${found.size.toLocaleString('en')} bytes`,
      `sha256 ${found.sha256}`,
      ...(found.pdk ? [`PDK    ${found.pdk}`] : []),
      ...Object.entries(found.producers).map(([field, values]) => `made by ${field}: ${values.join(', ')}`),
      ...block('needs', found.needs),
      ...block('host functions that an application must give', found.hostFunctions),
      ...block('exports', found.exports.map(({ name, kind }) => (kind === 'function' ? name : `${name} (${kind})`))),
      ...block('imports', [...byModule].map(([module, names]) => `${module}: ${names.join(', ')}`)),
    ].join('\n'),
  );
}
