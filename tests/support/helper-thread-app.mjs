// An application whose requests need the helper thread: node helper-thread-app.mjs CASE SERVER-URL
// Prints JSON: what each request came to, and how many helpers were started.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import createPlugin from 'extism-web';

const [name, server] = process.argv.slice(2);
const threads = createRequire(import.meta.url)('node:worker_threads');

/** The helpers, in the order of their start. */
const started = [];

/** Flags for the next helper's Node, which the package gives none. */
let execArgv = [];

const { Worker } = threads;
threads.Worker = class extends Worker {
  constructor(url, options) {
    if (execArgv === null) throw new Error('no threads here');
    super(url, { ...options, execArgv });
    started.push(this);
    execArgv = [];
  }
};

/** What a helper does before anything else. */
const first = (code) => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];

const wasm = await readFile(new URL('../../target/fixtures/http_rust.wasm', import.meta.url));
const plugin = await createPlugin(wasm, { allowedHosts: ['127.0.0.1'] });
const before = started.length;

/** The body of a response, or the error and how many seconds it took. */
function get(path) {
  const start = performance.now();
  try {
    return plugin.callSync('get', `${server}/http/${path}`).text();
  } catch ({ code, message }) {
    return { code, message, seconds: (performance.now() - start) / 1000 };
  }
}

const cases = {
  many() {
    const bodies = Array.from({ length: 200 }, () => get('status/200'));
    return [...new Set(bodies)];
  },
  // Ended by its own doing, in the middle of a request.
  exits() {
    execArgv = first('setTimeout(() => process.exit(3), 500)');
    return [get('slow/60000'), get('status/200')];
  },
  throws() {
    execArgv = first('setTimeout(() => { throw new Error("boom") }, 500)');
    return [get('slow/60000'), get('status/200')];
  },
  // Ended so that it cannot say so, with no turn of the event loop in which this thread would be told.
  killed() {
    const found = [get('status/200')];
    started[0].terminate();
    return [...found, get('status/200'), get('status/200')];
  },
  async 'killed long ago'() {
    const found = [get('status/200')];
    await started[0].terminate();
    return [...found, get('status/200')];
  },
  'never starts'() {
    execArgv = first('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)');
    return [get('status/200'), get('status/200')];
  },
  'cannot be made'() {
    execArgv = null;
    const found = [get('status/200')];
    execArgv = [];
    return [...found, get('status/200')];
  },
  // Silent for longer than helpers are waited for.
  'slow server'() {
    return [get('slow/12000')];
  },
  // Three times the request's limit: no server has been asked meanwhile.
  async 'starts slowly'() {
    execArgv = first('Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 6000)');
    const impatient = await createPlugin(wasm, { allowedHosts: ['127.0.0.1'], httpTimeoutMs: 2000 });
    return [impatient.callSync('get', `${server}/http/status/200`).text()];
  },
  // A server of this thread cannot answer while the thread waits.
  async 'same thread'() {
    const { createServer } = await import('node:http');
    const own = createServer((_, response) => response.end('never'));
    await new Promise((resolve) => own.listen(0, '127.0.0.1', () => resolve(undefined)));
    const { port } = /** @type {import('node:net').AddressInfo} */ (own.address());
    const impatient = await createPlugin(wasm, { allowedHosts: ['127.0.0.1'], httpTimeoutMs: 2000 });
    const error = (() => {
      try {
        return impatient.callSync('get', `http://127.0.0.1:${port}/`).text();
      } catch ({ code, message }) {
        return { code, message: message.replace(String(port), 'PORT') };
      }
    })();
    own.close();
    return [error, impatient.callSync('get', `${server}/http/status/200`).text()];
  },
  none: () => [],
  // Nobody told the entry for all runtimes that there are threads.
  async 'other entry'() {
    const { createPlugin: make, initialize } = await import('extism-web/module');
    await initialize(await readFile(new URL('../../pkg/extism_web_bg.wasm', import.meta.url)));
    try {
      const made = await make(wasm, { allowedHosts: ['127.0.0.1'] });
      return [made.callSync('get', `${server}/http/status/200`).text()];
    } catch ({ code, message }) {
      return [{ code, message }];
    }
  },
};
const found = await cases[name]();
console.log(JSON.stringify({ before, found, started: started.length }));
