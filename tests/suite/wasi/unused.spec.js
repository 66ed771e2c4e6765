// WASI for a plug-in that imports nothing of it.
import { expect } from 'chai';
import { expectError, make } from '../../support/plugin.js';

describe('WASI, where the plug-in imports nothing of it', () => {
  const allowedPaths = { '/data': '/there/is/no/such/folder' };

  it('is not prepared: no file of allowedPaths is looked for', async () => {
    const plugin = await make('echo', { useWasi: true, allowedPaths });
    expect((await plugin.call('echo', 'hello')).text()).to.equal('hello');
  });

  it('is, for one that does', () => expectError(make('wasi_rust', { useWasi: true, allowedPaths }), 'INVALID_OPTION', /^options\.allowedPaths|allowedPaths/));
});
