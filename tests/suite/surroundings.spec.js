import { expect } from 'chai';
import { CAPABILITIES } from 'extism-web';
import { engine, hasJspi, isolated, jspi, otherUrl, serverUrl } from '../support/fixtures.js';

describe('the surroundings of specs', () => {
  it('name the engine', () => {
    if (engine === 'node') expect(process.versions).to.have.property('node');
    else expect(navigator.userAgent).to.match(engine === 'firefox' ? /Firefox/ : /Chrom/);
  });

  if (engine !== 'node') {
    it('are a page of the server, isolated as asked', () => {
      expect(location.origin).to.equal(serverUrl);
      expect(crossOriginIsolated).to.equal(isolated);
    });

    it('have workers that are as the page', async () => {
      const worker = new Worker('/tests/support/surroundings-worker.js', { type: 'module' });
      const { data } = await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
      worker.terminate();
      expect(data).to.deep.equal({ isolated, jspi: hasJspi });
    });
  }

  it('have JSPI where the engine does, unless it was to be taken away', () => {
    if (!jspi) expect(hasJspi).to.equal(false);
    else if (engine !== 'node') expect(hasJspi).to.equal(true);
    expect('promising' in WebAssembly).to.equal(hasJspi);
    expect(CAPABILITIES.supportsJSPromiseInterface).to.equal(hasJspi);
  });

  it('have another host besides', async () => {
    expect(new URL(otherUrl).hostname).to.not.equal(new URL(serverUrl).hostname);
    const response = await fetch(`${otherUrl}/http/bytes/3`);
    expect(new Uint8Array(await response.arrayBuffer())).to.deep.equal(Uint8Array.of(0, 1, 2));
  });
});
