import { expect } from 'chai';
import * as own from 'extism-web';
import { engine, isolated } from '../../support/fixtures.js';
import { peer } from './package.js';

describe('as in @extism/extism, the package', () => {
  it('exports what that one does', () => {
    expect(Object.keys(own)).to.include.members(Object.keys(peer));
    for (const name of Object.keys(peer)) expect(typeof own[name], name).to.equal(typeof peer[name]);
  });

  it('has one function by three names', () => {
    for (const extism of [peer, own]) {
      expect(extism.default).to.equal(extism.createPlugin);
      expect(extism.newPlugin).to.equal(extism.createPlugin);
    }
  });

  it('answers by a promise, also where it fails', async () => {
    for (const extism of [peer, own]) {
      const making = extism.createPlugin(null);
      expect(making).to.be.instanceOf(Promise);
      await making.then(() => expect.fail('made of nothing'), () => {});
    }
  });

  it('tells the capabilities', () => {
    expect(Object.keys(own.CAPABILITIES).sort()).to.deep.equal(Object.keys(peer.CAPABILITIES).sort());
    for (const [name, value] of Object.entries(own.CAPABILITIES)) expect(value, name).to.be.a('boolean');
  });

  const better = {
    // Shared memory can be decoded in Node.
    allowSharedBufferCodec: engine === 'node',
    // Plug-ins in workers need no shared memory.
    hasWorkerCapability: !isolated,
  };
  for (const name of Object.keys(peer.CAPABILITIES)) {
    if (better[name]) it(`has the capability ${name}, which that one has not`, () => expect([own.CAPABILITIES[name], Boolean(peer.CAPABILITIES[name])]).to.deep.equal([true, false]));
    else it(`has the same capability ${name}`, () => expect(own.CAPABILITIES[name]).to.equal(peer.CAPABILITIES[name]));
  }
});
