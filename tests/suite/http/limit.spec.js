import { expect } from 'chai';
import { fixtureBytes, serverUrl } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';
import { canRequest, canWait, readsWhole, requester, serverHost } from './request.js';

const openEndless = async () => Number(await (await fetch(`${serverUrl}/http/endless/open`)).text());

if (canRequest) {
  describe('the limit of HTTP responses', () => {
    const limited = (maxHttpResponseBytes) => requester({ memory: { maxHttpResponseBytes } });
    const bytes = (count) => `${serverUrl}/http/bytes/${count}`;
    const tooLarge = (url, limit) => `HTTP response from "${url}" is larger than the ${limit} bytes allowed (memory.maxHttpResponseBytes)`;

    for (const limit of [1, 100, 65536, 200_000]) {
      it(`lets ${limit} bytes pass, and no more`, async () => {
        const plugin = await limited(limit);
        expect((await plugin.call('length', bytes(limit))).text()).to.equal(String(limit));
        await expectError(plugin.call('length', bytes(limit + 1)), 'HTTP_LIMIT', tooLarge(bytes(limit + 1), limit));
        expect((await plugin.call('length', bytes(limit))).text()).to.equal(String(limit));
      });
    }

    it('may be 0: nothing but empty responses', async () => {
      const plugin = await limited(0);
      expect((await plugin.call('length', bytes(0))).text()).to.equal('0');
      await expectError(plugin.call('length', bytes(1)), 'HTTP_LIMIT', tooLarge(bytes(1), 0));
    });

    it('may come from the manifest, the options winning', async () => {
      const manifest = { wasm: [{ data: await fixtureBytes('http_rust') }], memory: { max_http_response_bytes: 10 }, allowed_hosts: [serverHost] };
      await expectError((await make(manifest)).call('length', bytes(11)), 'HTTP_LIMIT', tooLarge(bytes(11), 10));
      const plugin = await make(manifest, { memory: { maxHttpResponseBytes: 11 } });
      expect((await plugin.call('length', bytes(11))).text()).to.equal('11');
    });

    it('stops the download: the server sees the client leave', async () => {
      const before = await openEndless();
      const plugin = await limited(1 << 20);
      const url = `${serverUrl}/http/endless`;
      if (readsWhole) await expectError(plugin.call('length', url, null, { timeoutMs: 500 }), 'TIMEOUT', /timeout/);
      else await expectError(plugin.call('length', url), 'HTTP_LIMIT', tooLarge(url, 1 << 20));
      for (let turn = 0; (await openEndless()) > before; turn += 1) {
        expect(turn, 'the download goes on').to.be.below(300);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    });

    // By a fetch that gives promises.
    if (canWait) it('stops reading at once', async () => {
      let pulled = 0;
      let cancelled = false;
      const body = () => new ReadableStream({
        pull: (stream) => { pulled += 1; stream.enqueue(new Uint8Array(10)); },
        cancel: () => { cancelled = true; },
      }, { highWaterMark: 0 });
      const plugin = await requester({ memory: { maxHttpResponseBytes: 25 }, fetch: async () => new Response(body()) });
      await expectError(plugin.call('length', bytes(1)), 'HTTP_LIMIT', /is larger than the 25 bytes allowed/);
      expect(pulled).to.equal(3);
      expect(cancelled).to.equal(true);
    });

    it('leaves a response that kernel memory has no room for to the kernel', async () => {
      const plugin = await requester({ memory: { maxPages: 40 } });
      await expectError(plugin.call('length', bytes(3_000_000)), 'MEMORY_LIMIT', 'Plugin error: kernel memory is exhausted: no room for an HTTP response (3000000 bytes); memory.maxPages is 40');
      expect((await plugin.call('length', bytes(10))).text()).to.equal('10');
    });
  });
}
