// Pages that change what all objects have, as libraries for hardening do, and as bugs in others let attackers do.
import { expect } from 'chai';
import { engine } from '../../support/fixtures.js';
import { changeNames } from '../../support/changed-globals.js';

/** @param {string} change @param {boolean} before */
async function inNode(change, before) {
  const [{ execFile }, { fileURLToPath }, { promisify }] = await Promise.all([import('node:child_process'), import('node:url'), import('node:util')]);
  const path = fileURLToPath(new URL('../../support/changed-globals-app.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [path, change, before ? 'before' : 'after']);
  return JSON.parse(stdout);
}

/** In a frame, whose objects are its own. @param {string} change @param {boolean} before */
async function inFrame(change, before) {
  const code = `
    import { answers } from '/tests/support/changed-globals.js';
    const bytes = async (name) => new Uint8Array(await (await fetch('/target/fixtures/' + name + '.wasm')).arrayBuffer());
    answers({ load: () => import('/js/browser.js'), bytes, change: ${JSON.stringify(change)}, before: ${before} })
      .then((found) => parent.postMessage({ found }, '*'), (error) => parent.postMessage({ error: String(error.stack ?? error) }, '*'));`;
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><script type="module">${code}</script>`;
  const told = new Promise((resolve) => addEventListener('message', (event) => event.source === frame.contentWindow && resolve(event.data)));
  document.body.append(frame);
  try {
    const { found, error } = await told;
    expect(error).to.equal(undefined);
    return found;
  } finally {
    frame.remove();
  }
}

const vowels = (count, vowelsOf = 'aeiouAEIOU') => JSON.stringify({ count, total: count, vowels: vowelsOf });

describe('a page in which', function () {
  this.timeout(60_000);

  for (const change of changeNames) {
    for (const before of [true, false]) {
      it(`${change}, ${before ? 'before' : 'after'} the package is loaded, gives plug-ins nothing and takes nothing from them`, async () => {
        const found = await (engine === 'node' ? inNode : inFrame)(change, before);
        const all = [vowels(2), vowels(2, 'l'), 'value of key', '', 'PluginError FUNCTION_NOT_FOUND', 'PluginError HTTP_DENIED', 'PluginError TRAP'];
        expect(found).to.deep.equal({ page: all, worker: all, pool: [1, 1, 2], lines: ['printed', 'printed'] });
      });
    }
  }
});
