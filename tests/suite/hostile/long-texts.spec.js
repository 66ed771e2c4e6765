// Manifests, options and names with texts that are longer than anybody can mean: errors that say so, and no memory that is kept for them.
import { expect } from 'chai';
import createPlugin from 'extism-web';
import { canCallPage, fixtureBytes, inWorker } from '../../support/fixtures.js';
import { make } from '../../support/plugin.js';
import { host } from '../functions/host.js';

/** One more than the host takes. */
const LONG = 'x'.repeat(2 ** 27 + 1);

const failure = (promise) => promise.then(() => undefined, (error) => error);

describe('a text that is too long', function () {
  this.timeout(60_000);
  let data;

  before(async () => {
    data = await fixtureBytes('echo');
  });

  const create = async (manifest, options) => {
    const plugin = await createPlugin(manifest, inWorker ? { ...options, runInWorker: true } : options);
    const output = (await plugin.call('echo', 'still here')).text();
    await plugin.close();
    return output;
  };

  const manifests = {
    name: [() => ({ wasm: [{ data, name: LONG }] }), 'manifest.wasm[0].name'],
    hash: [() => ({ wasm: [{ data, hash: LONG }] }), 'manifest.wasm[0].hash'],
    url: [() => ({ wasm: [{ url: LONG }] }), 'manifest.wasm[0].url'],
    path: [() => ({ wasm: [{ path: LONG }] }), 'manifest.wasm[0].path'],
    method: [() => ({ wasm: [{ url: 'https://example.test/', method: LONG }] }), 'manifest.wasm[0].method'],
    header: [() => ({ wasm: [{ url: 'https://example.test/', headers: { a: LONG } }] }), 'manifest.wasm[0].headers.a'],
    'config value': [() => ({ wasm: [{ data }], config: { a: LONG } }), 'manifest.config.a'],
    'allowed host': [() => ({ wasm: [{ data }], allowed_hosts: ['a.test', LONG] }), 'manifest.allowedHosts[1]'],
    manifest: [() => LONG, 'a manifest'],
  };
  for (const [what, [manifest, named]] of Object.entries(manifests)) {
    it(`as a manifest's ${what} is named`, async () => {
      const error = await failure(create(manifest()));
      expect(error).to.have.property('code', 'INVALID_MANIFEST');
      expect(error.message).to.contain(`${named} must be `).and.contain('got one too long');
      expect(await create(data)).to.equal('still here');
    });
  }

  it('as an option is named', async () => {
    for (const [options, named] of [[{ allowedHosts: [LONG] }, 'options.allowedHosts[0]'], [{ config: { a: LONG } }, 'options.config.a'], [{ logLevel: LONG }, 'options.logLevel']]) {
      const error = await failure(create(data, options));
      expect(error, named).to.have.property('code', 'INVALID_OPTION');
      expect(error.message).to.contain(`${named} must be `).and.contain('got one too long');
    }
    expect(await create(data)).to.equal('still here');
  });

  it('as a key is none', async () => {
    expect(await create({ wasm: [{ data }], [LONG]: 1, config: { [LONG]: 'value' } }, { [LONG]: 1, config: { [LONG]: 'value' } })).to.equal('still here');
  });

  it('is the name of no function', async () => {
    const plugin = await make('echo');
    const error = await failure(plugin.call(LONG));
    expect(error.code).to.be.oneOf(['INVALID_INPUT', 'FUNCTION_NOT_FOUND']);
    expect(await plugin.functionExists(LONG)).to.equal(false);
    expect((await plugin.call('echo', 'still here')).text()).to.equal('still here');
  });

  if (canCallPage) {
    it('is the name of no var', async () => {
      const found = [];
      const handle = (context, at) => {
        found.push(context.getVariable(LONG));
        context.deleteVariable(LONG);
        try {
          context.setVariable(LONG, 'value');
        } catch ({ code }) {
          found.push(code);
        }
        return at;
      };
      const plugin = await make('host_fns', { functions: host({ handle }) });
      expect((await plugin.call('handle', 'still here')).text()).to.equal('still here');
      expect(found).to.deep.equal([null, 'VAR_LIMIT']);
    });
  }
});
