import { expect } from 'chai';
import { CurrentPlugin, PluginOutput } from 'extism-web';
import { ref, results, script } from '../../support/abi-script.js';
import { inWorker, mode } from '../../support/fixtures.js';
import { callSync, expectError, make, recorder, rejection } from '../../support/plugin.js';
import { canCallAtStart, encode, host, ways } from './host.js';

const one = encode(['i32', 1]);

/** Runs `work` as a host function of one call, with the context and the handle of a block that holds "input". */
async function within(work, options, wrap = (f) => f) {
  let outcome;
  const handle = wrap((context, at) => {
    outcome = work(context, at);
    return at;
  });
  const plugin = await make('host_fns', { functions: host({ handle }), ...options });
  await plugin.call('handle', 'input');
  return outcome;
}

/** What `work` throws. */
function thrownBy(work) {
  try {
    work();
  } catch (error) {
    return error;
  }
  expect.fail('nothing was thrown');
}

for (const [way, wrap] of Object.entries(ways)) {
  describe(`the context of a host function (results given ${way})`, () => {
    const inside = (work, options) => within(work, options, wrap);

    it('is a CurrentPlugin', () => inside((context) => expect(context).to.be.instanceOf(CurrentPlugin)));

    it('reads a copy of a block', () =>
      inside((context, at) => {
        const first = context.read(at);
        expect(first).to.be.instanceOf(PluginOutput);
        expect(first.text()).to.equal('input');
        first.bytes()[0] = 0;
        expect(context.read(at).text()).to.equal('input');
        expect(context.read(Number(at)).text(), 'a handle as a number').to.equal('input');
      }));

    it('reads an empty output for the null handle', () =>
      inside((context) => {
        for (const nothing of [0, 0n]) {
          expect(context.read(nothing)).to.be.instanceOf(PluginOutput);
          expect(context.read(nothing).text()).to.equal('');
          expect(context.length(nothing)).to.equal(0n);
          context.free(nothing);
        }
      }));

    it('reads null for what is no live block', () =>
      inside((context, at) => {
        for (const bad of [at + 1n, at + 4096n, 2n ** 32n + at, 2n ** 63n, -1n, -1, 2n ** 64n - 1n, 5]) {
          expect(context.read(bad), String(bad)).to.equal(null);
          expect(context.length(bad), String(bad)).to.equal(0n);
          context.free(bad);
        }
        expect(context.read(at).text()).to.equal('input');
      }));

    const stored = {
      text: ['grüße 🌍', 'grüße 🌍'],
      'a Uint8Array': [new Uint8Array([97, 98]), 'ab'],
      'a part of a buffer': [new TextEncoder().encode('xpartx').subarray(1, 5), 'part'],
      'an ArrayBuffer': [new TextEncoder().encode('buffer').buffer, 'buffer'],
      'a DataView': [new DataView(new TextEncoder().encode('xview').buffer, 1), 'view'],
      'a Uint16Array': [new Uint16Array([0x6261, 0x6463]), 'abcd'],
    };
    for (const [name, [data, text]] of Object.entries(stored)) {
      it(`stores ${name}`, () =>
        inside((context) => {
          const at = context.store(data);
          expect(at).to.be.a('bigint');
          expect(context.read(at).text()).to.equal(text);
          expect(context.length(at)).to.equal(BigInt(new TextEncoder().encode(text).length));
        }));
    }

    it('stores what it read', () =>
      inside((context, at) => expect(context.read(context.store(context.read(at))).text()).to.equal('input')));

    it('stores nothing as the null handle', () =>
      inside((context) => {
        for (const nothing of ['', new Uint8Array(), new ArrayBuffer(0)]) expect(context.store(nothing)).to.equal(0n);
      }));

    for (const [name, data] of [['undefined', undefined], ['null', null], ['a number', 7], ['an object', {}], ['an array', [1]], ['a bigint', 1n], ['a symbol', Symbol('s')]]) {
      it(`refuses to store ${name}`, () =>
        inside((context) => {
          for (const [what, store] of [['the data to store', () => context.store(data)], ['a variable\'s value', () => context.setVariable('v', data)]]) {
            const error = thrownBy(store);
            expect(error.message).to.equal(`${what} must be a string or bytes, got ${name}`);
            expect(error.code).to.equal('INVALID_INPUT');
            expect(error).to.be.instanceOf(TypeError);
          }
          expect(context.getVariable('v')).to.equal(null);
        }));
    }

    it('allocates zeros, and frees', () =>
      inside((context) => {
        for (const size of [1, 7n, 8, 100_000n]) {
          const dirty = context.store(new Uint8Array(Number(size)).fill(0xff));
          context.free(dirty);
          const at = context.alloc(size);
          expect(context.length(at)).to.equal(BigInt(size));
          expect(context.read(at).bytes().some((byte) => byte !== 0)).to.equal(false);
          context.free(at);
          expect(context.read(at)).to.equal(null);
          context.free(at);
        }
        expect(context.alloc(0)).to.equal(0n);
      }));

    it('changes a block in place, from its beginning', () =>
      inside((context, at) => {
        context.write(at, 'OUT');
        expect(context.read(at).text()).to.equal('OUTut');
        context.write(Number(at), new Uint8Array([97, 98, 99, 100, 101]));
        expect(context.read(at).text()).to.equal('abcde');
        context.write(at, '');
        expect(context.read(at).text()).to.equal('abcde');
        for (const [handle, data] of [[at, 'longer'], [at + 1n, 'x'], [0, 'x'], [2n ** 63n, 'x'], [2n ** 32n + at, 'x']]) {
          expect(thrownBy(() => context.write(handle, data)).code, `${handle} ${data}`).to.equal('BAD_HANDLE');
        }
        expect(thrownBy(() => context.write(at, {})).code).to.equal('INVALID_INPUT');
        expect(context.read(at).text()).to.equal('abcde');
      }));

    it('has the plug-in see what was changed in place', async () => {
      const handle = wrap((context, at) => {
        context.write(at, 'INP');
        return at;
      });
      const plugin = await make('host_fns', { functions: host({ handle }) });
      expect((await plugin.call('handle', 'input')).text()).to.equal('INPut');
    });

    it('knows the error that is set', async () => {
      const seen = [];
      await expectError(inside((context) => {
        seen.push(context.getError());
        context.setError('wrong: ü');
        seen.push(context.getError());
        context.setError(null);
        seen.push(context.getError());
        context.setError('last');
      }), 'PLUGIN_ERROR', 'Plugin-originated error: last');
      expect(seen).to.deep.equal([null, 'wrong: ü', null]);
    });

    it('lists variables', () =>
      inside((context) => {
        expect(context.getVariableNames()).to.deep.equal([]);
        for (const name of ['b', '', '__proto__', 'ключ']) context.setVariable(name, 'x');
        context.deleteVariable('b');
        expect(context.getVariableNames().sort()).to.deep.equal(['', '__proto__', 'ключ']);
      }));

    it('refuses to allocate too much', () =>
      inside((context) => {
        for (const size of [2n ** 31n, 2n ** 32n, 2n ** 40n, -1n]) {
          const error = thrownBy(() => context.alloc(size));
          expect(error.code, String(size)).to.equal('MEMORY_LIMIT');
          expect(error.message).to.match(/kernel memory is exhausted/);
        }
        expect(thrownBy(() => context.store(new Uint8Array(200_000))).code).to.equal('MEMORY_LIMIT');
        expect(context.read(context.store('fits')).text()).to.equal('fits');
      }, { memory: { maxPages: 2 } }));

    for (const [name, bad] of [['a string', '1'], ['undefined', undefined], ['null', null], ['a fraction', 1.5], ['NaN', NaN], ['an object', {}], ['a symbol', Symbol('s')]]) {
      it(`refuses ${name} as a handle or a size`, () =>
        inside((context) => {
          for (const method of ['read', 'alloc', 'free', 'length', 'write']) {
            const error = thrownBy(() => context[method](bad, ''));
            expect(error, method).to.be.instanceOf(TypeError);
            expect(error.code, method).to.equal('INVALID_INPUT');
            expect(error.message, method).to.match(/^a handle or a size must be a BigInt or a whole number, got /);
          }
        }));
    }

    it('sets, gets and deletes variables', () =>
      inside((context) => {
        expect(context.getVariable('key')).to.equal(null);
        context.setVariable('key', 'wért');
        expect(context.getVariable('key').text()).to.equal('wért');
        const bytes = new Uint8Array([1, 2, 3]);
        context.setVariable('key', bytes);
        bytes[0] = 9;
        context.getVariable('key').bytes()[1] = 9;
        expect([...context.getVariable('key').bytes()]).to.deep.equal([1, 2, 3]);
        for (const name of ['', '__proto__', 'constructor', 'ключ']) {
          context.setVariable(name, name || 'nameless');
          expect(context.getVariable(name).text()).to.equal(name || 'nameless');
          context.deleteVariable(name);
          expect(context.getVariable(name)).to.equal(null);
        }
        context.deleteVariable('key');
        context.deleteVariable('key');
        expect(context.getVariable('key')).to.equal(null);
      }));

    it('keeps variables to their limit', () =>
      inside((context) => {
        context.setVariable('a', 'x'.repeat(6));
        const error = thrownBy(() => context.setVariable('b', 'x'.repeat(5)));
        expect(error.message).to.equal('var memory limit exceeded: 11 bytes requested, 10 allowed');
        expect(error.code).to.equal('VAR_LIMIT');
        context.setVariable('a', '');
        context.setVariable('b', 'x'.repeat(10));
        expect(context.getVariable('b').byteLength).to.equal(10);
      }, { memory: { maxVarBytes: 10 } }));

    for (const [name, bad] of [['undefined', undefined], ['null', null], ['number', 7], ['object', {}], ['symbol', Symbol('s')]]) {
      it(`refuses ${name} as the name of a variable, and as a level`, () =>
        inside((context) => {
          for (const use of [() => context.getVariable(bad), () => context.setVariable(bad, 'v'), () => context.deleteVariable(bad)]) {
            const error = thrownBy(use);
            expect(error).to.be.instanceOf(TypeError);
            expect(error.message).to.equal(`the name of a variable must be a string, got ${name}`);
            expect(error.code).to.equal('INVALID_INPUT');
          }
          const error = thrownBy(() => (context.logLevel = bad));
          expect(error).to.be.instanceOf(TypeError);
          expect(error.message).to.equal(`the log level must be a string, got ${name}`);
        }));
    }

    it('reads and sets the log level', () =>
      inside((context) => {
        expect(context.logLevel).to.equal('silent');
        for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'silent']) {
          context.logLevel = level;
          expect(context.logLevel).to.equal(level);
        }
        context.logLevel = 'warn';
        expect(thrownBy(() => (context.logLevel = 'loud')).code).to.equal('INVALID_OPTION');
        expect(context.logLevel).to.equal('warn');
      }));

    const errors = [
      ['text', (context) => context.setError('wrong: ü'), 'wrong: ü'],
      ['an Error', (context) => context.setError(new RangeError('out of range')), 'out of range'],
      ['the last of two', (context) => { context.setError('first'); context.setError('second'); }, 'second'],
      ['an object, as text', (context) => context.setError({}), '[object Object]'],
    ];
    for (const [name, work, message] of errors) {
      it(`sets the error: ${name}`, async () => {
        const error = await expectError(inside(work), 'PLUGIN_ERROR', `Plugin-originated error: ${message}`);
        expect(error.cause).to.equal(undefined);
      });
    }

    for (const nothing of [null, undefined]) {
      it(`takes the error back with ${nothing}`, () =>
        inside((context) => {
          context.setError('wrong');
          context.setError(nothing);
        }));
    }

    it('is of use until the plug-in is closed', async () => {
      const kept = [];
      const keep = wrap((context) => { kept.push(context); return 1; });
      const plugin = await make('host_fns', { functions: host({ i32: keep }) });
      await plugin.call('i32', one, { host: 'context' });
      /** Uses a context in every way; what it says of the blocks. */
      const use = (context, value) => {
        const at = context.store(value);
        expect(context.read(at).text()).to.equal(value);
        expect(context.length(context.alloc(7))).to.equal(7n);
        context.free(at);
        expect(context.read(at)).to.equal(null);
        context.setVariable('value', value);
        expect(context.getVariable('value').text()).to.equal(value);
        context.deleteVariable('value');
        expect(context.getVariable('value')).to.equal(null);
        context.logLevel = 'info';
        expect(context.logLevel).to.equal('info');
        expect(context.hostContext(), 'as in the JavaScript host').to.equal(null);
        return at;
      };
      let at = use(kept[0], 'after the call');
      at = kept[0].store('after the call');
      expect(kept[0].read(at).text()).to.equal('after the call');
      await plugin.reset();
      expect(kept[0].read(at), 'after reset').to.equal(null);
      expect(kept[0].length(at)).to.equal(0n);
      use(kept[0], 'after reset');
      await plugin.call('i32', one);
      await rejection(plugin.call('absent'));
      expect(kept[1]).to.not.equal(kept[0]);
      for (const context of kept) use(context, 'after another call');
      await plugin.close();
      const uses = [
        (context) => context.read(1n), (context) => context.store('x'), (context) => context.alloc(1), (context) => context.free(1n),
        (context) => context.length(1n), (context) => context.getVariable('x'), (context) => context.setVariable('x', 'y'),
        (context) => context.deleteVariable('x'), (context) => context.logLevel, (context) => (context.logLevel = 'info'),
      ];
      for (const [index, work] of uses.entries()) {
        for (const context of kept) {
          const error = thrownBy(() => work(context));
          expect([error.message, error.code], String(index)).to.deep.equal(['plugin is closed', 'CLOSED']);
        }
      }
      expect(kept[0].hostContext()).to.equal(null);
      kept[0].setError('nobody hears it');
    });

    it('sets no error of a later call', async () => {
      let kept;
      const i32 = wrap((context, n) => { kept ??= context; kept.setError('too late'); return n + 1; });
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      await expectError(plugin.call('i32', one), 'PLUGIN_ERROR', 'Plugin-originated error: too late');
      kept.setError('after the call');
      expect((await plugin.call('i32', one)).getInt32(0, true)).to.equal(2);
    });

    it('is of use after a call that failed', async () => {
      let kept;
      const i32 = wrap((context) => { kept = context; throw new Error('x'); });
      const plugin = await make('host_fns', { functions: host({ i32 }) });
      await rejection(plugin.call('i32', one));
      expect(kept.read(kept.store('stored')).text()).to.equal('stored');
      expect((await plugin.call('f64', one)).byteLength).to.equal(8);
    });

    it('tells the plug-in between calls of vars and the level of the log', async () => {
      let kept;
      const logger = recorder();
      const config_get = wrap((context) => { kept = context; return 0n; });
      const plugin = await make('abi', { logger, functions: { 'extism:host/env': { config_get } } });
      await plugin.call('run', script([['block', 'x'], ['config_get', ref(0)]]));
      for (const value of ['a value', 'another']) {
        kept.setVariable('name', value);
        kept.logLevel = 'warn';
        const output = await plugin.call('run', script([['block', 'name'], ['var_get', ref(0)], ['length', ref(1)], ['get_log_level'], ['block', value], ['log_warn', ref(4)]]));
        expect(results(output).slice(2, 4)).to.deep.equal([BigInt(value.length), 3n]);
      }
      kept.deleteVariable('name');
      kept.logLevel = 'silent';
      const output = await plugin.call('run', script([['block', 'name'], ['var_get', ref(0)], ['block', 'x'], ['log_error', ref(2)]]));
      expect(results(output)[1]).to.equal(0n);
      expect(logger.lines).to.deep.equal([['warn', 'a value'], ['warn', 'another']]);
    });

    it('is one for all functions of a call', async () => {
      const seen = [];
      const functions = { host: { i32: wrap((context, n) => seen.push(context) && n) }, other: { i32: wrap((context, n) => seen.push(context) && n) } };
      const plugin = await make('host_two', { functions });
      await plugin.call('run', 1);
      expect(seen).to.have.length(2);
      expect(seen[0]).to.equal(seen[1]);
    });

    it('carries what the application passed to the call, and nothing into the next', async () => {
      const seen = [];
      const plugin = await make('host_fns', { functions: host({ i32: wrap((context) => seen.push(context.hostContext())) }) });
      const passed = [{ user: 1 }, 'text', null, undefined, 0, Symbol('s'), () => {}];
      for (const value of passed) {
        await plugin.call('i32', one, value);
        await plugin.call('i32', one);
      }
      expect(seen).to.have.length(2 * passed.length);
      passed.forEach((value, index) => {
        expect(seen[2 * index]).to.equal(value);
        expect(seen[2 * index + 1]).to.equal(undefined);
      });
    });
  });
}

describe('the context of a host function', () => {
  it('carries what was passed to a synchronous call', async () => {
    const seen = [];
    const plugin = await make('host_fns', { functions: host({ i32: (context) => seen.push(context.hostContext()) }) });
    await callSync(plugin, 'i32', one, 'mine');
    await callSync(plugin, 'i32', one);
    expect(seen).to.deep.equal(['mine', undefined]);
  });

  it('works while the plug-in starts, and after it', async () => {
    const seen = [];
    const i32 = (context, n) => {
      context.setVariable('started', 'yes');
      expect(context.read(context.store('stored')).text()).to.equal('stored');
      seen.push([context, context.hostContext()]);
      return n + 3;
    };
    const starting = make('host_start', { functions: { host: { i32 } } });
    if (!canCallAtStart) return expectError(starting, 'UNSUPPORTED', /host function "host" "i32" must be waited for, .* nor the start of a plug-in/);
    const plugin = await starting;
    expect(seen).to.have.length(1);
    expect(seen[0][0].read(seen[0][0].store('x')).text()).to.equal('x');
    expect((await plugin.call('run', '', 'of this call')).text()).to.equal('3');
    expect((await plugin.call('call', 1, 'of this call')).text()).to.equal('4');
    expect(seen[1][1]).to.equal('of this call');
    await rejection(plugin.call('trap'));
    expect((await plugin.call('call', 2, 'next')).text()).to.equal('5');
    expect(seen).to.have.length(4);
    expect(seen[3][1]).to.equal('next');
    expect(seen[2][0].read(seen[2][0].store('x')).text()).to.equal('x');
  });

  it('shares variables with the plug-in, and its log level', async () => {
    const logger = recorder();
    const config_get = (context) => {
      expect(context.getVariable('from plug-in').text()).to.equal('1');
      context.setVariable('from host', '22');
      context.logLevel = 'error';
      return 0n;
    };
    const plugin = await make('abi', { logger, logLevel: 'info', functions: { 'extism:host/env': { config_get } } });
    const output = await plugin.call('run', script([
      ['block', 'from plug-in'],
      ['block', '1'],
      ['var_set', ref(0), ref(1)],
      ['config_get', 0n],
      ['block', 'from host'],
      ['var_get', ref(4)],
      ['length', ref(5)],
      ['get_log_level'],
      ['block', 'hidden'],
      ['log_warn', ref(8)],
    ]));
    expect(results(output)[6]).to.equal(2n);
    expect(results(output)[7]).to.equal(4n);
    expect(logger.lines).to.deep.equal([]);
  });

  if (inWorker) it('does not write to memory that a worker is working on; all else it may do', async () => {
    let kept;
    const plugin = await make('endure', { functions: { host: { handle: (context, at) => { kept = context; return at; } } } });
    await plugin.call('work', 'x');
    const call = expectError(plugin.call('spin', null, null, { timeoutMs: 1000 }), 'TIMEOUT', /"spin" took longer than 1000 ms$/);
    await plugin.functionExists('spin');
    if (mode === 'shared') {
      for (const write of [() => kept.store('x'), () => kept.alloc(1), () => kept.free(1n)]) expect(thrownBy(write).code).to.equal('REENTRANT');
    }
    expect(kept.read(3n)).to.equal(null);
    expect(kept.getVariable('n').byteLength).to.equal(8);
    kept.setVariable('from', 'the page');
    kept.logLevel = 'warn';
    await call;
    await plugin.memory();
    expect(kept.getVariable('from').text()).to.equal('the page');
    expect(kept.logLevel).to.equal('warn');
    expect(kept.read(kept.store('stored')).text()).to.equal('stored');
    await plugin.call('work', 'x');
  });

  it('cannot be had of a call that was refused', async () => {
    const seen = [];
    const i32 = (context) => {
      seen.push(context.hostContext());
      plugin.call('f64', one, 'refused').catch(() => {});
      seen.push(context.hostContext());
      return context.store('still works') === 0n ? 0 : 1;
    };
    const plugin = await make('host_fns', { functions: host({ i32 }) });
    expect((await plugin.call('i32', one, 'mine')).getInt32(0, true)).to.equal(1);
    expect(seen).to.deep.equal(['mine', 'mine']);
  });
});

describe('a host function that is given', () => {
  const seen = async (name, work = (context, at) => context.read(at)?.text() ?? 'null') => {
    const handle = (context, at) => context.store(`<${work(context, at)}>`);
    const plugin = await make('frees_host', { functions: { host: { handle } }, logger: recorder(), logLevel: 'info' });
    return (await plugin.call(name)).text();
  };

  it('a block that an import freed reads it', async () => expect(await seen('logged')).to.equal('<greeting>'));
  it('a block that the plug-in freed reads it', async () => expect(await seen('freed')).to.equal('<greeting>'));
  it('no bytes reads an empty output', async () => expect(await seen('empty')).to.equal('<>'));
  it('what is no block reads null', async () => expect(await seen('bad')).to.equal('<null>'));
  it('a block that it freed before reads null', async () => {
    const once = (context, at) => {
      const read = context.read(at)?.text() ?? 'null';
      context.free(at);
      return read;
    };
    expect(await seen('twice', once)).to.equal('<null>');
  });
});
