import { expect } from 'chai';
import { inWorker, mode } from '../../support/fixtures.js';
import { make, rejection } from '../../support/plugin.js';
import { canWait, deferred, host, sleep, ways } from './host.js';

/** Whether a view is a copy: nobody can take back a view of shared memory. */
const copied = mode === 'shared';

/** Decoders refuse shared memory, and what is detached. */
const text = (bytes) => (bytes.length === 0 ? '' : new TextDecoder().decode(bytes.slice()));

/** Calls a plug-in whose host function, wrapped, does `work` with its context and the handle of a block that holds `input`. */
async function within(work, wrap = (f) => f, input = 'input') {
  let outcome;
  const plugin = await make('host_fns', { functions: host({ handle: wrap((context, at) => (outcome = work(context, at)) ?? at) }) });
  const output = await plugin.call('handle', input);
  return { outcome, output, plugin };
}

for (const [way, wrap] of Object.entries(ways)) {
  describe(`a view of a block (results given ${way})`, () => {
    it('has the bytes of the block', () =>
      within((context, at) => {
        const view = context.view(at);
        expect(view).to.be.instanceOf(Uint8Array);
        expect(text(view)).to.equal('input');
        expect(text(context.view(Number(at))), 'a handle as a number').to.equal('input');
      }, wrap));

    it('is the block itself, unless its memory is shared', async () => {
      const { output } = await within((context, at) => {
        context.view(at).set([0x49]);
        expect(context.read(at).text()).to.equal(copied ? 'input' : 'Input');
      }, wrap);
      expect(output.text()).to.equal(copied ? 'input' : 'Input');
    });

    it('is empty when the function has returned, unless it is a copy', async () => {
      const { outcome: view, plugin } = await (async () => {
        let view;
        const made = await within((context, at) => void (view = context.view(at)), wrap);
        return { ...made, outcome: view };
      })();
      expect(text(view)).to.equal(copied ? 'input' : '');
      expect((await plugin.call('handle', 'another')).text()).to.equal('another');
      expect(text(view), 'after another call').to.equal(copied ? 'input' : '');
    });

    it('is empty when the function has failed', async () => {
      let view;
      const failing = wrap((context, at) => {
        view = context.view(at);
        throw new Error('no');
      });
      const plugin = await make('host_fns', { functions: host({ handle: failing }) });
      expect((await rejection(plugin.call('handle', 'input'))).message).to.equal('no');
      expect(text(view)).to.equal(copied ? 'input' : '');
    });

    const changes = {
      'stores something else': (context) => context.store('other'),
      allocates: (context) => context.alloc(8),
      'frees a block': (context) => context.free(context.store('other')),
      'sets an error': (context) => {
        context.setError('no');
        context.setError(null);
      },
    };
    for (const [what, change] of Object.entries(changes)) {
      it(`is empty when the function ${what}`, async () => {
        const { output } = await within((context, at) => {
          const view = context.view(at);
          change(context);
          expect(text(view)).to.equal(copied ? 'input' : '');
          expect(text(context.view(at)), 'a new one').to.equal('input');
        }, wrap);
        expect(output.text()).to.equal('input');
      });
    }

    it('can be stored, whole and in part, also where memory must grow for it', async () => {
      const large = 'abcdefgh'.repeat(100_000);
      const { output } = await within((context, at) => {
        expect(context.read(context.store(context.view(at).subarray(1, 9))).text()).to.equal('bcdefgha');
        expect(context.read(context.store(context.view(0))), 'nothing').to.have.property('byteLength', 0);
        return context.store(context.view(at));
      }, wrap, large);
      expect(output.text() === large).to.equal(true);
    });

    it('can be the bytes to write, and of a var', async () => {
      const { output } = await within((context, at) => {
        const other = context.store('.....');
        context.write(other, context.view(at).subarray(1));
        expect(context.read(other).text()).to.equal('nput.');
        context.setVariable('v', context.view(other));
        expect(context.getVariable('v').text()).to.equal('nput.');
        return other;
      }, wrap);
      expect(output.text()).to.equal('nput.');
    });

    if (!copied) {
      it('cannot be stored when it is gone', () =>
        within((context, at) => {
          const view = context.view(at);
          context.alloc(8);
          expect(() => context.store(view)).to.throw(TypeError, 'the data to store must be a string or bytes').with.property('code', 'INVALID_INPUT');
        }, wrap));
    }

    it('is null for what is no live block, and empty for the null handle', () =>
      within((context, at) => {
        for (const bad of [at + 1n, at + 4096n, 2n ** 32n + at, -1n, 2n ** 64n - 1n, 5]) expect(context.view(bad), String(bad)).to.equal(null);
        expect(context.view(0n)).to.have.length(0);
        expect(() => context.view('x')).to.throw(TypeError, 'a handle or a size');
      }, wrap));
  });
}

describe('the text of a block', () => {
  it('is that of its bytes', () =>
    within((context, at) => {
      expect(context.readText(at)).to.equal('input');
      expect(context.readText(Number(at))).to.equal('input');
      expect(context.readText(0n), 'the null handle').to.equal('');
      const bytes = Uint8Array.of(0x61, 0xff, 0xc3, 0xa9, 0xf0, 0x9f, 0x98, 0x80);
      expect(context.readText(context.store(bytes)), 'a malformed sequence').to.equal('a\ufffdé😀');
      expect(context.readText(context.store('\ufeffx')), 'a byte order mark').to.equal('x');
    }));

  it('leaves views as they are', () =>
    within((context, at) => {
      const view = context.view(at);
      expect(context.readText(at)).to.equal('input');
      expect(text(view)).to.equal('input');
    }));

  it('is that of a large block', async () => {
    const large = 'ä€😀x'.repeat(100_000);
    let found;
    await within((context, at) => void (found = context.readText(at)), undefined, large);
    expect(found === large).to.equal(true);
  });

  it('is null for what is no live block', () =>
    within((context, at) => {
      for (const bad of [at + 1n, at + 4096n, 2n ** 32n + at, -1n, 2n ** 64n - 1n, 5]) expect(context.readText(bad), String(bad)).to.equal(null);
      const freed = context.store('x');
      context.free(freed);
      expect(context.readText(freed)).to.equal(null);
      expect(() => context.readText('x')).to.throw(TypeError, 'a handle or a size');
    }));
});

if (!inWorker) {
  describe('a view of a block in a function that nobody waits for', () => {
    /** A plug-in whose host function has a view, and returns a promise, in a call that cannot wait; in the next one it does `next`. */
    async function afterRefusal(next) {
      const last = deferred();
      let view;
      const handle = (context, at) => {
        if (view !== undefined) return next(context, at, last);
        view = context.view(at);
        return last.promise.then(() => at);
      };
      const plugin = await make('host_fns', { functions: host({ handle }) });
      expect(() => plugin.callSync('handle', 'input')).to.throw('must be waited for');
      expect(text(view), 'once the call is over').to.equal('');
      return { plugin, view, last };
    }

    it('is empty when the call is over', async () => {
      const { plugin, view, last } = await afterRefusal((_context, at) => at);
      expect(plugin.callSync('handle', 'another').text()).to.equal('another');
      last.resolve();
      await sleep(1);
      expect(text(view)).to.equal('');
    });

    if (canWait) {
      it('takes none from a function that runs when it ends at last', async () => {
        let seen;
        const { plugin } = await afterRefusal(async (context, at, last) => {
          const view = context.view(at);
          last.resolve();
          await sleep(1);
          seen = text(view);
          return at;
        });
        expect((await plugin.call('handle', 'another')).text()).to.equal('another');
        expect(seen).to.equal('another');
      });
    }
  });
}

describe('a view of a block outside of host functions', () => {
  it('is a copy, or nothing once the block is gone', async () => {
    let kept;
    const { plugin } = await within((context, at) => {
      kept = { context, at };
    });
    const view = kept.context.view(kept.at);
    if (view !== null) expect(text(view)).to.equal('input');
    await plugin.call('handle', 'other');
    if (view !== null) expect(text(view)).to.equal('input');
  });

  it('fails once the plug-in is closed', async () => {
    let kept;
    const { plugin } = await within((context, at) => {
      kept = { context, at };
    });
    await plugin.close();
    expect(() => kept.context.view(kept.at)).to.throw('plugin is closed').with.property('code', 'CLOSED');
  });

  it('ends also where the function returns after the plug-in was closed', async () => {
    let view;
    let closing;
    const plugin = await make('host_fns', {
      functions: host({
        handle: (context, at) => {
          view = context.view(at);
          closing = plugin.close();
          return at;
        },
      }),
    });
    await plugin.call('handle', 'input').catch(() => {});
    await closing;
    await sleep(1);
    expect(text(view)).to.equal(copied ? 'input' : '');
  });
});
