import { ref, results, script } from '../../support/abi-script.js';
import { canCallPage, hasJspi, inWorker } from '../../support/fixtures.js';
import { canWait, encode, sleep } from '../functions/host.js';
import { bothCanWait, differs, same, sameInWorkers } from './compare.js';

const functions = (own) => ({ host: { i32: (_, v) => v, i64: (_, v) => v, f32: (_, v) => v, f64: (_, v) => v, void() {}, mixed: () => 0, handle: (_, v) => v, ...own } });

/** What `host_fns` outputs when its function `handle` is this one; its argument is a block with `input`. */
const handle = (own, input = 'abc', hostContext = undefined) => async (host) => {
  const plugin = await host.make('host_fns', { functions: functions({ handle: own }), logLevel: 'trace' });
  const output = await plugin.call('handle', input, hostContext);
  return output === null ? null : [output.text(), output.byteLength];
};

/** What `host_fns` outputs when its function of that type returns this. */
const returns = (type, value) => async (host) => {
  const plugin = await host.make('host_fns', { functions: functions({ [type]: () => value }) });
  return (await plugin.call(type, new Uint8Array(8)))?.bytes();
};

if (canCallPage) {
  describe('as in @extism/extism, a host function\'s context', () => {
    const uses = {
      'reads text': (c, at) => c.store(`${c.read(at).text()}!`),
      'reads text by its other name': (c, at) => c.store(c.read(at).string().toUpperCase()),
      'reads bytes': (c, at) => c.store(c.read(at).bytes()),
      'reads by a number': (c, at) => c.store(c.read(Number(at)).text()),
      'tells a block\'s length': (c, at) => c.store(`${c.length(at)} ${typeof c.length(at)}`),
      'stores text': (c) => c.store('wow'),
      'stores empty text': (c) => c.store(''),
      'stores bytes': (c) => c.store(Uint8Array.of(104, 105)),
      'stores a part of some bytes': (c) => c.store(Uint8Array.of(1, 104, 105).subarray(1)),
      'stores much': (c) => c.store('z'.repeat(100_000)),
      'allocates by a number': (c) => c.alloc(5),
      'allocates by a BigInt': (c) => c.alloc(5n),
      'allocates nothing': (c) => c.store(`${typeof c.alloc(0)} ${c.length(c.alloc(0))}`),
      'sets a variable to text': (c) => { c.setVariable('a', 'text'); return c.store(c.getVariable('a').text()); },
      'sets a variable to bytes': (c) => { c.setVariable('a', Uint8Array.of(104)); return c.store(c.getVariable('a').bytes()); },
      'sets a variable to nothing': (c) => { c.setVariable('a', ''); return c.store(JSON.stringify(c.getVariable('a').text())); },
      'finds no variable': (c) => c.store(String(c.getVariable('none'))),
      'deletes a variable': (c) => { c.setVariable('a', 'b'); c.deleteVariable('a'); c.deleteVariable('none'); return c.store(String(c.getVariable('a'))); },
      'returns nothing for a variable': (c) => c.store(String(c.setVariable('a', 'b')) + String(c.deleteVariable('a'))),
      'sets an error': (c, at) => { c.setError('bad thing'); return at; },
      'sets an Error': (c, at) => { c.setError(new TypeError('te')); return at; },
      'tells that there is no host context': (c) => c.store(String(c.hostContext())),
      'comes before the arguments': (...args) => args[0].store(`${args.length} ${typeof args[1]}`),
    };
    for (const [title, use] of Object.entries(uses)) same(title, handle(use));
    same('reads JSON', handle((c, at) => c.store(JSON.stringify(c.read(at).json())), '{"a":1}'));
    same('tells the host context', handle((c) => c.store(JSON.stringify(c.hostContext())), 'abc', { mine: [1] }));
    same('tells a host context that is null', handle((c) => c.store(String(c.hostContext())), 'abc', null));
    same('keeps the host context as it is', async (host) => {
      const mine = { deep: {} };
      let seen;
      const plugin = await host.make('host_fns', { functions: functions({ handle: (c, at) => { seen = c.hostContext(); return at; } }) });
      await plugin.call('handle', 'x', mine);
      return seen === mine;
    });
    same('forgets variables of no other plug-in', async (host) => {
      const options = { functions: functions({ handle: (c) => { const old = c.getVariable('n')?.text() ?? '0'; c.setVariable('n', `${Number(old) + 1}`); return c.store(old); } }) };
      const [one, two] = [await host.make('host_fns', options), await host.make('host_fns', options)];
      const texts = [];
      for (const plugin of [one, one, two, one]) texts.push((await plugin.call('handle', 'x')).text());
      return texts;
    });
    if (!inWorker) {
      same('gets and sets the level of the log', handle((c) => { const was = c.logLevel; c.logLevel = 'warn'; return c.store(`${was} ${c.logLevel}`); }));
    }
    same('reads no block of a call before a reset', async (host) => {
      const kept = [];
      const plugin = await host.make('host_fns', { functions: functions({ handle: (c, at) => { kept.push(c, at); return at; } }) });
      await plugin.call('handle', 'abc');
      await plugin.reset();
      return kept[0].read(kept[1]);
    });
    same('gets and sets variables after the call', async (host) => {
      let kept;
      const plugin = await host.make('host_fns', { functions: functions({ handle: (c, at) => { kept = c; c.setVariable('a', '1'); return at; } }) });
      await plugin.call('handle', 'abc');
      kept.setVariable('b', '2');
      return [kept.getVariable('a').text(), kept.getVariable('b').text()];
    });

    const blocks = 'handles that are no block';
    differs('reads what is no block as null', blocks, handle((c, at) => c.store(String(c.read(at + 1_000_000_000n)))), ['null', 4]);
    differs('tells 0 as the length of what is no block', blocks, handle((c, at) => c.store(String(c.length(at + 1_000_000_000n)))), ['0', 1]);
    differs('reads handle 0 as the empty block', 'handle 0', handle((c) => c.store(JSON.stringify(c.read(0n)?.text()))), ['""', 2]);
    const data = 'data to store or to set a variable to that is neither text nor bytes';
    differs('stores nothing by undefined', data, handle((c) => c.store(undefined)), /^the data to store must be a string or bytes, got undefined$/);
    differs('sets no variable to null', data, handle((c) => { c.setVariable('a', null); return c.store('ok'); }), /^a variable's value must be a string or bytes, got null$/);
    differs('stores an ArrayBuffer', 'more that is bytes', handle((c) => c.store(Uint8Array.of(104).buffer)), ['h', 1]);
    differs('frees a block', '`context.free`', handle((c, at) => { c.free(at); return c.store('free'); }), ['free', 4]);
    differs('takes an error back', 'setting no error', handle((c, at) => { c.setError('bad'); c.setError(null); return at; }), ['abc', 3]);
  });

  describe('as in @extism/extism, a host function', () => {
    const i32 = { '1.7': 1.7, '-1': -1, '2 ** 32 + 1': 2 ** 32 + 1, 'NaN': NaN };
    for (const [title, value] of Object.entries(i32)) for (const type of ['i32', 'f32', 'f64']) same(`returns ${title} as ${type}`, returns(type, value));
    same('returns an i64 that is too large', returns('i64', 2n ** 70n + 5n));
    same('returns something where nothing is wanted', returns('void', 'text'));
    same('is given an i32 below zero', async (host) => {
      const got = [];
      const plugin = await host.make('host_fns', { functions: functions({ i32: (_, value) => { got.push(value); return value; } }) });
      await plugin.call('i32', encode(['i32', -1]));
      return got;
    });
    same('is given an i64 below zero', async (host) => {
      const got = [];
      const plugin = await host.make('host_fns', { functions: functions({ i64: (_, value) => { got.push(value); return value; } }) });
      await plugin.call('i64', encode(['i64', -1n]));
      return got;
    });
    if (!inWorker) {
      same('throws an Error', handle(() => { throw new RangeError('mine'); }));
      same('throws text', handle(() => { throw 'text'; }));
      same('throws null', handle(() => { throw null; }));
      same('throws, and is called again', async (host) => {
        const plugin = await host.make('host_fns', { functions: functions({ handle: (c, at) => { if (c.read(at).text() === 'bad') throw new Error('no'); return at; } }) });
        const error = await plugin.call('handle', 'bad').catch((reason) => reason.message);
        return [error, (await plugin.call('handle', 'good')).text()];
      });
    }
    if (bothCanWait && canWait) {
      same('is async', handle(async (c, at) => { await sleep(5); return c.store(`later ${c.read(at).text()}`); }));
      if (!inWorker) same('is async and throws', handle(async () => { await sleep(1); throw new RangeError('mine'); }));
      same('is async and fetches', handle(async (c) => c.store(await (await fetch('data:text/plain,hi')).text())));
    }
    for (const [type, value] of [['i32', undefined], ['i32', true], ['f64', '5'], ['i64', 5]]) {
      differs(`returns ${String(value)} (${typeof value}) for ${type}`, 'what a host function returns', returns(type, value), new RegExp(`^host function "host" "${type}" must return an ${type} \\(a .*\\), and returned a value of type ${typeof value}$`));
    }

    const env = (own) => ({ functions: { 'extism:host/env': own } });
    same('stands for config_get', async (host) => {
      const plugin = await host.make('abi', { ...env({ config_get: (c) => c.store('mine') }), config: { key: 'value' } });
      return results(await plugin.call('run', script([['block', 'key'], ['config_get', ref(0)], ['length', ref(1)]])))[2];
    });
    same('stands for var_get', async (host) => {
      const plugin = await host.make('abi', env({ var_get: (c) => c.store('mine') }));
      return results(await plugin.call('run', script([['block', 'key'], ['var_get', ref(0)], ['length', ref(1)]])))[2];
    });
    const request = async (host) => {
      const plugin = await host.make('abi_http', env({ http_request: (c, at) => c.store(`${c.read(at).json().url}!`), http_status_code: () => 299 }));
      const lines = script([['block', '{"url":"http://a/"}'], ['http_request', ref(0), 0n], ['length', ref(1)], ['http_status_code']]);
      return results(await plugin.call('run', lines)).slice(2);
    };
    if (hasJspi) differs('stands for http_request', 'a host function that stands for `http_request`', request, [10n, 299n]);
    else same('stands for http_request', request);
    sameInWorkers('is called from a worker, and keeps the host context', async (host) => {
      const mine = { deep: {} };
      let seen;
      const own = async (c, at) => { seen = c.hostContext(); await sleep(5); return c.store(`later ${c.read(at).text()}`); };
      const plugin = await host.make('host_fns', { functions: functions({ handle: own }) });
      return [(await plugin.call('handle', 'abc', mine)).text(), seen === mine];
    });
    sameInWorkers('cannot call its own plug-in', async (host) => {
      let plugin;
      const own = async (c, at) => { await plugin.call('handle', 'again'); return at; };
      plugin = await host.make('host_fns', { functions: functions({ handle: own }) });
      return plugin.call('handle', 'abc');
    });
    sameInWorkers('gives much at once, with a small buffer between page and worker', async (host) => {
      const own = (c) => c.store('9:;<=>?@'.repeat(2300));
      const plugin = await host.make('host_fns', { functions: functions({ handle: own }), sharedArrayBufferSize: 1 << 6 });
      return (await plugin.call('handle', 'abc')).text();
    });
  });
}
