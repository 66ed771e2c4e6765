import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { wholeNumber } from './args.js';
import { download } from './download.js';
import { UsageError } from './fail.js';

/** @import { Manifest, ManifestWasm, PluginOptions } from '../types.js' */

/** @typedef {Record<string, string | boolean | (string | boolean)[] | undefined>} Values */

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'];

/** Whether it is not a file. @param {string} source */
export const isUrl = (source) => /^https?:\/\//i.test(source);

/** A module's bytes, or what is fetched. @param {string} source @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function bytesOf(source) {
  if (isUrl(source)) return download(source);
  try {
    return new Uint8Array(await readFile(source));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new UsageError(code === 'ENOENT' ? `there is no file ${source}` : `${source} cannot be read: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {string} link a path or a URL, maybe with a name before it @returns {Promise<ManifestWasm>} */
async function linked(link) {
  const [, name, source] = /^([\w-]+)=(.+)$/s.exec(link) ?? ['', basename(link).replace(/\.wasm$/, ''), link];
  return { data: await bytesOf(source), name };
}

/** A manifest in a file, whose paths are relative to it. @param {string} source @returns {Promise<Manifest>} */
async function manifestIn(source) {
  const text = new TextDecoder().decode(await bytesOf(source));
  let manifest;
  try {
    manifest = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${source} is not JSON: ${/** @type {Error} */ (error).message}`);
  }
  const base = isUrl(source) ? undefined : dirname(resolve(source));
  for (const item of base !== undefined && Array.isArray(manifest?.wasm) ? manifest.wasm : []) {
    if (typeof item?.path === 'string') item.path = resolve(/** @type {string} */ (base), item.path);
  }
  return manifest;
}

/**
 * The manifest of a plug-in as the arguments say.
 *
 * @param {string} source a path or a URL
 * @param {Values} values
 * @returns {Promise<Manifest>}
 */
export async function manifestOf(source, values) {
  const links = await Promise.all(/** @type {string[]} */ (values.link ?? []).map(linked));
  if (values.manifest || source.endsWith('.json')) {
    const manifest = await manifestIn(source);
    // What is no manifest is for the host to refuse.
    if (links.length > 0 && Array.isArray(manifest?.wasm)) manifest.wasm = [...links, ...manifest.wasm];
    return manifest;
  }
  return { wasm: [...links, { data: await bytesOf(source), name: 'main' }] };
}

/** @param {string[]} entries `KEY=VALUE` @param {string | undefined} json an object of strings */
function configOf(entries, json) {
  /** @type {Record<string, string>} */
  const config = {};
  if (json !== undefined) {
    let given;
    try {
      given = JSON.parse(json);
    } catch {
      given = undefined;
    }
    if (typeof given !== 'object' || given === null || Array.isArray(given)) throw new UsageError('--set-config takes an object in JSON');
    for (const [key, value] of Object.entries(given)) config[key] = typeof value === 'string' ? value : JSON.stringify(value);
  }
  for (const entry of entries) {
    const at = entry.indexOf('=');
    if (at < 1) throw new UsageError(`--config takes KEY=VALUE, got ${JSON.stringify(entry)}`);
    config[entry.slice(0, at)] = entry.slice(at + 1);
  }
  return config;
}

/** @param {string[]} entries `HOST:GUEST`, or a path that is both; with `ro:` before it, read-only */
function pathsOf(entries) {
  /** @type {Record<string, string>} */
  const paths = {};
  for (const entry of entries) {
    const [, readOnly, rest] = /** @type {RegExpExecArray} */ (/^(ro:)?(.*)$/s.exec(entry));
    // A drive of Windows has a colon, too.
    const at = rest.indexOf(':', /^[a-z]:[\\/]/i.test(rest) ? 2 : 0);
    const [host, guest] = at < 0 ? [rest, rest] : [rest.slice(0, at), rest.slice(at + 1)];
    if (host === '' || guest === '') throw new UsageError(`--allow-path takes HOST:GUEST, got ${JSON.stringify(entry)}`);
    paths[guest] = (readOnly ?? '') + resolve(host);
  }
  return paths;
}

/** Says what a plug-in logs. */
const toStandardError = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error'].map((level) => [level, (/** @type {string} */ text) => console.error(`${level}: ${text}`)]));

/** @param {string} option @param {unknown} text @param {number} [least] */
const number = (option, text, least) => wholeNumber(option, /** @type {string | undefined} */ (text), least);

/**
 * The options of a plug-in as the arguments say.
 *
 * @param {Values} values
 * @returns {PluginOptions}
 */
export function optionsOf(values) {
  const level = /** @type {string | undefined} */ (values['log-level']);
  if (level !== undefined && !levels.includes(level)) throw new UsageError(`--log-level takes one of ${levels.join(', ')}, got ${JSON.stringify(level)}`);
  const list = (/** @type {string} */ name) => /** @type {string[]} */ (values[name] ?? []);
  const timeoutMs = number('timeout', values.timeout, 1);
  const memory = {
    maxPages: number('memory-max', values['memory-max'], 1),
    maxHttpResponseBytes: number('http-response-max', values['http-response-max']),
    maxVarBytes: number('var-max', values['var-max']),
  };
  const [config, paths] = [configOf(list('config'), /** @type {string | undefined} */ (values['set-config'])), pathsOf(list('allow-path'))];
  return {
    // It is there for plug-ins that want it.
    useWasi: true,
    enableWasiOutput: true,
    logger: /** @type {any} */ (toStandardError),
    logLevel: /** @type {any} */ (level ?? 'warn'),
    ...(Object.keys(config).length > 0 && { config }),
    ...(Object.keys(paths).length > 0 && { allowedPaths: paths }),
    ...(list('allow-host').length > 0 && { allowedHosts: list('allow-host') }),
    ...(values['enable-http-response-headers'] && { allowHttpResponseHeaders: true }),
    ...(Object.values(memory).some((value) => value !== undefined) && { memory }),
    // Only a worker can be stopped.
    ...(timeoutMs !== undefined && { runInWorker: true, timeoutMs }),
  };
}
