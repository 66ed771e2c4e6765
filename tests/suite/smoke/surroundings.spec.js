import { expect } from 'chai';
import { engine, isolated, otherUrl, serverUrl } from '../../support/fixtures.js';

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
  }

  it('have another host besides', async () => {
    expect(new URL(otherUrl).hostname).to.not.equal(new URL(serverUrl).hostname);
    const response = await fetch(`${otherUrl}/http/bytes/3`);
    expect(new Uint8Array(await response.arrayBuffer())).to.deep.equal(Uint8Array.of(0, 1, 2));
  });
});
