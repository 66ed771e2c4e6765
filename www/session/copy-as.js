// A session as code: what runs the same call elsewhere.

/** @import { Session } from './schema.js' */
/** @import { Loaded } from '../plugin/load.js' */

/** @param {unknown} value */
const js = (value) => JSON.stringify(value, null, 2).replaceAll(/"([A-Za-z_]\w*)":/g, '$1:');

/** The URL that stands for the plug-in elsewhere; of a file, its name. @param {Session} session @param {string} page the page's folder */
function location({ plugin }, page) {
  if (plugin.kind === 'sample') return new URL(`samples/${plugin.name}.wasm`, page).href;
  if (plugin.kind === 'url') return new URL(plugin.url, page).href;
  return plugin.kind === 'file' ? plugin.name : 'manifest.json';
}

/** @param {Session} session @param {string} page */
function inputText({ input }, page) {
  return input.kind === 'file' ? undefined : input.text.replaceAll('{base}', page);
}

/** What the session sets that differs from what plug-ins have anyway. @param {Session} session @param {string} page */
function settings({ options }, page) {
  const memory = Object.fromEntries(['maxPages', 'maxHttpResponseBytes', 'maxVarBytes'].filter((name) => options[name] !== null).map((name) => [name, options[name]]));
  return {
    ...(options.wasi && { useWasi: true }),
    ...(options.config.length > 0 && { config: Object.fromEntries(options.config) }),
    ...(options.http && { allowedHosts: options.allowedHosts.map((host) => host.replaceAll('{page}', new URL(page).hostname)) }),
    ...(Object.keys(memory).length > 0 && { memory }),
    ...(options.worker && { runInWorker: true, ...(options.timeoutMs !== null && { timeoutMs: options.timeoutMs }) }),
  };
}

/** @param {Session} session */
const granted = ({ functions }) => Object.keys(functions).filter((group) => functions[group]);

/** The file tree as nested objects, by the first part of each path. @param {Session} session */
function tree({ options }) {
  /** @type {Record<string, any>} */
  const roots = {};
  for (const { path, text } of options.wasi ? options.files : []) {
    const [root, ...parts] = path.split('/').filter(Boolean);
    const last = parts.pop();
    if (last === undefined) continue;
    let directory = (roots[`/${root}`] ??= {});
    for (const part of parts) directory = directory[part] ??= {};
    directory[last] = text;
  }
  return roots;
}

/** @param {Session} session @param {Loaded | null} loaded @param {string} page */
export function asJavaScript(session, loaded, page) {
  const hash = loaded?.modules.length === 1 && loaded.main.sha256;
  const url = location(session, page);
  const { plugin } = session;
  const manifest =
    plugin.kind === 'manifest'
      ? `const manifest = ${plugin.text};`
      : plugin.kind === 'file'
        ? `const manifest = await file.arrayBuffer(); // ${plugin.name}`
        : `const manifest = ${js({ wasm: [{ url, ...(hash && { hash }) }] })};`;
  const files = tree(session);
  const options = { ...settings(session, page), ...(Object.keys(files).length > 0 && { allowedPaths: files }) };
  const groups = granted(session);
  const hint = groups.length > 0 ? `\n// Its host functions (${groups.join(', ')}) go into options.functions.` : '';
  const { input } = session;
  const argument =
    input.kind === 'file'
      ? 'await inputFile.arrayBuffer()'
      : input.kind === 'hex'
        ? `Uint8Array.from(${JSON.stringify(input.text.replaceAll(/0x|[\s,]/gi, ''))}.match(/../g) ?? [], (pair) => parseInt(pair, 16))`
        : JSON.stringify(inputText(session, page));
  return `import createPlugin from 'extism-web';
${hint}
${manifest}
const plugin = await createPlugin(manifest, ${js(options)});
const output = await plugin.call(${JSON.stringify(session.function)}, ${argument});
console.log(output?.text());
await plugin.close();
`;
}

/** Text in quotes of a POSIX shell. @param {string} text */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** For the `extism` command line tool. @param {Session} session @param {string} page */
export function asCommandLine(session, page) {
  const { options, plugin } = session;
  const url = location(session, page);
  const flags = [
    ...(options.wasi ? ['--wasi'] : []),
    ...options.config.map(([key, value]) => `--config ${quoted(`${key}=${value}`)}`),
    ...(options.http ? options.allowedHosts.map((host) => `--allow-host ${quoted(host.replaceAll('{page}', new URL(page).hostname))}`) : []),
    ...(options.timeoutMs !== null ? [`--timeout ${options.timeoutMs}`] : []),
    ...(options.maxPages !== null ? [`--memory-max ${options.maxPages}`] : []),
  ];
  const text = inputText(session, page);
  const input = text === undefined ? `--input-path ${quoted(session.input.file ?? 'input')}` : `--input ${quoted(text)}`;
  const remote = plugin.kind === 'sample' || plugin.kind === 'url';
  const name = remote ? (new URL(url).pathname.split('/').pop() || 'plugin.wasm') : url;
  const fetched = remote ? `curl -fsSLO ${quoted(url)}\n` : '';
  return `${fetched}extism call ${quoted(name)} ${quoted(session.function)} ${[input, ...flags].join(' ')}\n`;
}

/** A raw string of Rust, with as many # as it takes. @param {string} text */
function raw(text) {
  const most = Math.max(-1, ...Array.from(text.matchAll(/"(#*)/g), ([, hashes]) => hashes.length));
  const fence = '#'.repeat(most + 1);
  return `r${fence}"${text}"${fence}`;
}

/** For the crate `extism-web`, whose settings are all in the manifest. @param {Session} session @param {Loaded | null} loaded @param {string} page */
export function asRust(session, loaded, page) {
  const hash = loaded?.modules.length === 1 && loaded.main.sha256;
  const { plugin } = session;
  const { useWasi, runInWorker: _worker, timeoutMs: _limit, ...options } = settings(session, page);
  const wasm = [{ url: location(session, page), ...(hash && { hash }) }];
  const manifest = plugin.kind === 'manifest' ? withSettings(plugin.text, options) : JSON.stringify({ wasm, ...options });
  const functions = granted(session);
  const given = functions.length > 0 ? `\n    // Its host functions (${functions.join(', ')}) go into with_function.` : '';
  const text = inputText(session, page);
  const input = text === undefined ? 'include_bytes!("input").as_slice()' : raw(text);
  return `use extism_web::{PluginBuilder, Result};

async fn call() -> Result<Vec<u8>> {
    let manifest = ${raw(manifest)};${given}
    let plugin = PluginBuilder::new(manifest)${useWasi ? '.with_wasi(true)' : ''}.build().await?;
    plugin.call_async(${JSON.stringify(session.function)}, ${input}).await
}
`;
}

/** A manifest's text with more in it; what is no JSON stays. @param {string} text @param {object} options */
function withSettings(text, options) {
  try {
    return JSON.stringify({ ...JSON.parse(text), ...options });
  } catch {
    return text;
  }
}

/** @param {Session} session @param {string} link @param {Loaded | null} loaded */
export const asMarkdown = (session, link, loaded) => `[\`${session.function}\` of ${loaded?.title ?? 'a plug-in'}, run in the extism-web playground](${link})\n`;
