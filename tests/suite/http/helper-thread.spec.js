// The thread that makes the requests of Node's main thread, from its start to its end.
import { expect } from 'chai';
import { engine, serverUrl } from '../../support/fixtures.js';
import { canWait } from './request.js';

/** Runs tests/support/helper-thread-app.mjs to its end. */
async function app(name) {
  const [{ spawn }, { fileURLToPath }] = await Promise.all([import('node:child_process'), import('node:url')]);
  const path = fileURLToPath(new URL('../../support/helper-thread-app.mjs', import.meta.url));
  const child = spawn(process.execPath, [path, name, serverUrl], { stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  expect({ code, stderr }, name).to.deep.equal({ code: 0, stderr: '' });
  return JSON.parse(stdout);
}

/** Checks an error of a request to the server. */
function expectFailure({ code, message }, path, why) {
  expect(message).to.equal(`HTTP request to "${serverUrl}/http/${path}" failed: ${why}`);
  expect(code).to.equal('HTTP');
}

if (engine === 'node') {
  describe('the helper thread for HTTP requests', function () {
    this.timeout(60_000);

    // These wait for seconds: they do so side by side.
    const slowCases = ['killed', 'never starts', 'starts slowly', 'slow server'];
    /** @type {Record<string, Promise<any>>} */
    const slow = {};
    before(() => {
      for (const name of slowCases) {
        slow[name] = app(name);
        // Looked at by the test of that name.
        slow[name].catch(() => {});
      }
    });

    it('is not started before the first request', async () => {
      expect(await app('none')).to.deep.equal({ before: 0, found: [], started: 0 });
    });

    it('is not there for the entry that knows no runtime', async () => {
      const { found, started } = await app('other entry');
      expect(found[0].code).to.equal('UNSUPPORTED');
      const remedies = 'use an engine with JSPI (WebAssembly.Suspending), or run the plug-in with the option runInWorker';
      expect(found[0].message).to.equal(
        canWait
          ? `http_request must be waited for, which neither callSync nor the start of a plug-in can do: use call; in an engine that cannot suspend, ${remedies}`
          : `the plug-in makes HTTP requests, which must be waited for: ${remedies}`,
      );
      expect(started).to.equal(0);
    });

    it('makes 200 requests, and does not keep the process from ending', async () => {
      expect(await app('many')).to.deep.equal({ before: 0, found: ['200'], started: 1 });
    });

    for (const name of ['exits', 'throws']) {
      it(`fails the request when it ${name}, and is started anew`, async () => {
        const { found, started } = await app(name);
        expectFailure(found[0], 'slow/60000', 'the helper thread for HTTP requests has ended');
        expect(found[0].seconds).to.be.below(8);
        expect(found.slice(1)).to.deep.equal(['200']);
        expect(started).to.equal(2);
      });
    }

    it('is started anew when it was killed long ago', async () => {
      expect(await app('killed long ago')).to.deep.equal({ before: 0, found: ['200', '200'], started: 2 });
    });

    it('fails the request when there cannot be one', async () => {
      const { found, started } = await app('cannot be made');
      expectFailure(found[0], 'status/200', 'no threads here');
      expect(found.slice(1)).to.deep.equal(['200']);
      expect(started).to.equal(1);
    });

    it('fails the request when it falls silent, and is started anew', async () => {
      const { found, started } = await slow.killed;
      expectFailure(found[1], 'status/200', 'the helper thread for HTTP requests gave no sign of life within 10 s');
      expect([found[0], found[2]]).to.deep.equal(['200', '200']);
      expect(started).to.equal(2);
    });

    it('fails the request when it does not start, and is started anew', async () => {
      const { found, started } = await slow['never starts'];
      expectFailure(found[0], 'status/200', 'the helper thread for HTTP requests did not start within 10 s');
      expect(found.slice(1)).to.deep.equal(['200']);
      expect(started).to.equal(2);
    });

    it('is given its time to start, which does not count as the silence of a server', async () => {
      expect(await slow['starts slowly']).to.deep.equal({ before: 0, found: ['200'], started: 1 });
    });

    it('fails a request that this thread would have to answer, after httpTimeoutMs; the next one works and the process ends', async () => {
      const { found, started } = await app('same thread');
      expect(found[0].code).to.equal('HTTP');
      expect(found[0].message).to.match(/^HTTP request to "http:\/\/127\.0\.0\.1:PORT\/" failed: no answer within 2000 ms \(httpTimeoutMs\)\. .*runInWorker/);
      expect(found[1]).to.equal('200');
      expect(started).to.equal(2);
    });

    it('has a limit of a number', async () => {
      const [{ make, expectError }, options] = [await import('../../support/plugin.js'), { allowedHosts: ['127.0.0.1'] }];
      for (const key of ['httpTimeoutMs', 'http_timeout_ms']) {
        for (const value of ['soon', -1, 1.5]) await expectError(make('http_rust', { ...options, [key]: value }), 'INVALID_OPTION', /httpTimeoutMs/);
        await make('http_rust', { ...options, [key]: 0 });
      }
    });

    it('waits for a server that takes longer', async () => {
      expect(await slow['slow server']).to.deep.equal({ before: 0, found: ['slow'], started: 1 });
    });
  });
}
