// Plug-ins that take as much as they can, and that hand in more than anybody wants.
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { serverUrl } from '../../support/fixtures.js';
import { expectError, make, recorder, rejection } from '../../support/plugin.js';
import { canRequest } from '../http/request.js';

const MIB = 1 << 20;
const numbers = (...values) => new Uint8Array(new BigUint64Array(values.map(BigInt)).buffer);
const count = async (plugin, name, ...values) => Number((await plugin.call(name, numbers(...values))).getBigUint64(0, true));

describe('a plug-in that takes', function () {
  this.timeout(60_000);

  it('a million blocks gets them, and all are there to look at', async () => {
    const plugin = await make('many_blocks');
    expect(await count(plugin, 'take', 1e6, 16)).to.equal(1e6);
    const { blocks, bytesInUse } = await plugin.memory();
    expect(blocks).to.have.lengthOf(1e6 + 2);
    expect(bytesInUse).to.equal(16e6 + 16 + 8);
    expect(await count(plugin, 'take', 3, 16)).to.equal(3);
    expect((await plugin.memory()).blocks).to.have.lengthOf(5);
  });

  it('and frees a million blocks needs no more memory than for a few', async () => {
    const plugin = await make('many_blocks', { memory: { maxPages: 16 } });
    for (const size of [16, 100, 5000]) expect(await count(plugin, 'pass', 1e6, size)).to.equal(1e6);
    expect((await plugin.memory()).blocks).to.have.lengthOf(3);
  });

  it('kernel memory up to its limit leaves the next call all of it', async () => {
    const plugin = await make('many_blocks', { memory: { maxPages: 1000 } });
    const most = await count(plugin, 'take', 1e9, 65536 - 16);
    // A page goes to bookkeeping.
    expect(most).to.be.within(998, 999);
    for (let again = 0; again < 3; again++) expect(await count(plugin, 'take', 1e9, 65536 - 16)).to.equal(most);
  });

  it('its own memory up to its limit goes on', async () => {
    const plugin = await make('many_blocks', { memory: { maxPages: 1000 } });
    for (let again = 0; again < 2; again++) expect(await count(plugin, 'grow')).to.equal(1000);
    expect(await count(plugin, 'take', 10, 100)).to.equal(10);
  });
});

describe('a plug-in that hands in 100 MB', function () {
  this.timeout(60_000);

  const before = [['alloc', BigInt(100 * MIB)], ['block', 'x']];

  for (const [name, line] of [
    ['as a key of config', ['config_get', ref(0)]],
    ['as the name of a var', ['var_get', ref(0)]],
    ['as the name of a var to delete', ['var_set', ref(0), 0n]],
  ]) {
    it(`${name} is told that there is none`, async () => {
      const plugin = await make('abi');
      expect(results(await plugin.call('run', script([...before, line])))[2]).to.equal(0n);
    });
  }

  it('as a value is refused, and keeps what it had', async () => {
    const plugin = await make('abi');
    await plugin.call('run', script([['block', 'name'], ['block', 'value'], ['var_set', ref(0), ref(1)]]));
    await expectError(plugin.call('run', script([...before, ['var_set', ref(1), ref(0)]])), 'VAR_LIMIT', 'var memory limit exceeded: 104857605 bytes requested, 1048576 allowed');
    expect(results(await plugin.call('run', script([['block', 'name'], ['var_get', ref(0)], ['length', ref(1)]])))[2]).to.equal(5n);
  });

  it('as the name of a new var is refused', async () => {
    const plugin = await make('abi');
    await expectError(plugin.call('run', script([...before, ['var_set', ref(0), ref(1)]])), 'VAR_LIMIT', 'the name of a var is longer than 16 MiB');
    expect(results(await plugin.call('run', script([...before, ['var_get', ref(0)]])))[2]).to.equal(0n);
  });

  it('as a message is logged', async () => {
    const logger = recorder();
    const plugin = await make('abi', { logger, logLevel: 'info' });
    await plugin.call('run', script([...before, ['log_info', ref(0)], ['log_info', ref(1)]]));
    expect(logger.lines.map(([, text]) => text.length)).to.deep.equal([100 * MIB, 1]);
  });

  it('as an error fails, and is cut', async () => {
    const plugin = await make('abi');
    const error = await rejection(plugin.call('run_quiet', script([...before, ['error_set', ref(0)]])));
    expect([error.code, error.message.length]).to.deep.equal(['PLUGIN_ERROR', 'Plugin-originated error: '.length + 16 * MIB]);
  });

  it('as its output is believed', async () => {
    const plugin = await make('abi');
    expect((await plugin.call('run_quiet', script([...before, ['output_set', ref(0), BigInt(100 * MIB)]]))).byteLength).to.equal(100 * MIB);
  });
});

describe('text that is none', () => {
  /** What UTF-8 never has, alone and in the middle of text. */
  const broken = [[0xff], [0x80], [0xc3], [0xc0, 0xaf], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0x61, 0xe2, 0x82, 0x62], [0xf0, 0x9f, 0x98], [0xef, 0xbb, 0xbf, 0x61], [0x61, 0, 0x62]];
  const decode = (bytes) => new TextDecoder().decode(Uint8Array.from(bytes));
  for (const bytes of broken) {
    it(`is logged, and names vars, as ${JSON.stringify(decode(bytes))} (${bytes})`, async () => {
      const logger = recorder();
      const plugin = await make('abi', { logger, logLevel: 'trace', config: { '\ufffd': 'not this' } });
      const block = ['block', Uint8Array.from(bytes)];
      const all = results(await plugin.call('run', script([block, ['log_warn', ref(0)], block, ['var_set', ref(2), ref(2)], block, ['var_get', ref(4)], ['length', ref(5)], block, ['config_get', ref(7)]])));
      expect(logger.lines).to.deep.equal([['warn', decode(bytes)]]);
      expect(all[6]).to.equal(BigInt(bytes.length));
      expect(all[8]).to.equal(0n);
      const error = await rejection(plugin.call('run_quiet', script([block, ['error_set', ref(0)]])));
      expect(error.message).to.equal(`Plugin-originated error: ${logger.lines[0][1]}`);
    });
  }
});

if (canRequest) {
  describe('a request that is none', function () {
    this.timeout(60_000);

    const url = `${serverUrl}/http/echo`;
    const asker = () => make('abi_http', { allowedHosts: ['*'], logger: recorder() });
    /** The status of a request as it should be. */
    const next = async (plugin) => results(await plugin.call('run', script([['block', JSON.stringify({ url })], ['http_request', ref(0), 0n], ['http_status_code']])))[2];
    const requests = {
      'empty text': ' ',
      'no object': '[]',
      null: 'null',
      'a number': '1e999',
      'broken off': `{"url": "${url}"`,
      'followed by more': `{"url": "${url}"} {}`,
      'with a comma too many': `{"url": "${url}",}`,
      'nested a million times': '['.repeat(1e6),
      'nested in its headers': `{"url": "${url}", "headers": ${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}}`,
      'with no URL': '{}',
      'with a URL that is none': '{"url": "::"}',
      'with a URL that is a number': '{"url": 7}',
      'with a URL that is an object': '{"url": {"href": "http://a.example"}}',
      'with headers that are a list': `{"url": "${url}", "headers": ["a"]}`,
      'with a header that is an object': `{"url": "${url}", "headers": {"a": {}}}`,
      'with a method that is a number': `{"url": "${url}", "method": 1}`,
      'with half a surrogate': `{"url": "${url}", "headers": {"x": "\\ud800"}}`,
      'not UTF-8': Uint8Array.from([0x7b, 0xff, 0x7d]),
    };
    for (const [name, text] of Object.entries(requests)) {
      it(`${name}: fails the call, and the next is made`, async () => {
        const plugin = await asker();
        const error = await rejection(plugin.call('run_quiet', script([['block', text], ['http_request', ref(0), 0n]])));
        expect(error.code, error.message).to.equal('HTTP');
        expect(await next(plugin)).to.equal(200n);
      });
    }

    it('of 50 MB is made if it is one', async () => {
      const plugin = await asker();
      const text = JSON.stringify({ url, [`${'k'.repeat(25 * MIB)}`]: 'v'.repeat(25 * MIB) });
      expect(results(await plugin.call('run', script([['alloc', 8n], ['block', text], ['http_request', ref(1), 0n], ['http_status_code']])))[3]).to.equal(200n);
      expect(await next(plugin)).to.equal(200n);
    });
  });
}
