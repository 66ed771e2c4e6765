// A service that runs other people's plug-ins: POST a text to /count_vowels, and have the plug-in's answer. Calls run in a pool of threads, and
// end after a while whatever the plug-in does.
//
//   PLUGIN=count_vowels.wasm PORT=3000 node server.js
import { createServer } from 'node:http';
import { createPool } from 'extism-web';

const MOST_BYTES = 1024 * 1024;
/** What may wait for a thread before others are sent away. */
const MOST_WAITING = 1000;

const pool = await createPool(process.env.PLUGIN ?? 'count_vowels.wasm', { timeoutMs: 1000, memory: { maxPages: 256 } });

/** What an error of the pool is to whoever asks. @type {Record<string, number>} */
const statuses = { FUNCTION_NOT_FOUND: 404, PLUGIN_ERROR: 422, TIMEOUT: 504, ABORTED: 499 };

class TooLarge extends Error {}

/** The body of a request. */
async function bodyOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MOST_BYTES) throw new TooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function answer(response, status, text) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}

async function handle(request, response) {
  if (request.method !== 'POST') return answer(response, 405, 'POST the input to the name of a function\n');
  if (pool.stats.queued >= MOST_WAITING) return answer(response, 503, 'too much to do\n');
  // Who has gone away needs no answer.
  const controller = new AbortController();
  response.once('close', () => controller.abort());
  try {
    const name = new URL(request.url, 'http://localhost').pathname.slice(1);
    const output = await pool.call(name, await bodyOf(request), null, { signal: controller.signal });
    response.writeHead(200, { 'content-type': 'application/octet-stream' });
    response.end(output?.bytes());
  } catch (error) {
    if (error instanceof TooLarge) return answer(response, 413, `at most ${MOST_BYTES} bytes\n`);
    answer(response, statuses[error.code] ?? 500, `${error.code}: ${error.message}\n`);
  }
}

const server = createServer(handle).listen(Number(process.env.PORT ?? 3000), '127.0.0.1', () => {
  console.log(`ready: http://127.0.0.1:${server.address().port}`);
});

process.once('SIGTERM', async () => {
  // Calls under way end; no others begin.
  await new Promise((resolve) => server.close(resolve));
  await pool.close();
});
