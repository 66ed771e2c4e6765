// A worker of a page that makes requests by the package's XMLHttpRequest: by themselves, and for a plug-in.
//
// Answers {id, ask: {url, init, limit}} with the response, and {id, plugin: {wasm, options, name, input}} with the output of a
// synchronous call; either may be {error: {name, message, code}} instead.
import { fetchHost } from '../../js/host-file.js';
import { createPlugin } from '../../js/index.js';
import { setRuntime } from '../../js/runtime.js';
import { syncFetch } from '../../js/sync-fetch-xhr.js';

setRuntime({
  load: () => fetchHost(new URL('../../pkg/extism_web_bg.wasm', import.meta.url)),
  wasi: () => import('../../js/wasi/browser.js'),
  syncFetch,
});

onmessage = async ({ data: { id, ask, plugin } }) => {
  try {
    postMessage({ id, value: ask ? response(ask) : await output(plugin) });
  } catch ({ name, message, code, cause }) {
    postMessage({ id, error: { name, message, code, cause: cause && { name: cause.name } } });
  }
};

function response({ url, init, limit }) {
  const { headers, ...rest } = syncFetch(url, init, limit);
  return { ...rest, headers: [...headers] };
}

async function output({ wasm, options, name, input }) {
  const made = await createPlugin(wasm, options);
  try {
    return made.callSync(name, input)?.bytes() ?? null;
  } finally {
    await made.close();
  }
}
