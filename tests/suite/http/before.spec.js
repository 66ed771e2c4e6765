import { expect } from 'chai';
import { results, script } from '../../support/abi-script.js';
import { make } from '../../support/plugin.js';

describe('http_status_code and http_headers', () => {
  for (const allowHttpResponseHeaders of [false, true]) {
    it(`give 0 before any request, headers ${allowHttpResponseHeaders ? 'allowed' : 'not allowed'}`, async () => {
      const plugin = await make('abi_http', { allowHttpResponseHeaders });
      const output = await plugin.call('run', script([['http_status_code'], ['http_headers']]));
      expect(results(output)).to.deep.equal([0n, 0n]);
    });
  }
});
