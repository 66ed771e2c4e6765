import { inWorker } from '../../support/fixtures.js';
import { differs, same, sameInWorkers } from './compare.js';

const bytes = (...values) => new Uint8Array(values);

describe('as in @extism/extism, the input of a call', () => {
  /** What `echo` makes of an input. */
  const echo = (input) => async (host) => {
    const output = await (await host.make('echo')).call('echo', input());
    return output === null ? null : [output.text(), output.byteLength];
  };
  const inputs = {
    'is text': () => 'hällo',
    'is empty text': () => '',
    'is left out': () => undefined,
    'is null': () => null,
    'is a Uint8Array': () => bytes(104, 105),
    'is a part of a Uint8Array': () => bytes(1, 104, 105, 2).subarray(1, 3),
    'is an empty Uint8Array': () => bytes(),
    'is shared memory in a Uint8Array': () => new Uint8Array(new SharedArrayBuffer(3)),
    'is text with half a character': () => '\ud800x',
    'is text with a byte order mark': () => '\ufeffx',
    'is large': () => 'x'.repeat(200_000),
  };
  for (const [title, input] of Object.entries(inputs)) {
    if (title.includes('shared') && typeof SharedArrayBuffer === 'undefined') continue;
    same(title, echo(input));
  }

  const others = 'input that is a number, an `ArrayBuffer`, or another view';
  differs('is a number', others, echo(() => 5), ['5', 1]);
  differs('is 0', others, echo(() => 0), ['0', 1]);
  differs('is an ArrayBuffer', others, echo(() => bytes(104).buffer), ['h', 1]);
  differs('is a DataView', others, echo(() => new DataView(bytes(104).buffer)), ['h', 1]);
  differs('is a Uint16Array', others, echo(() => new Uint16Array([0x6868])), ['hh', 2]);
  differs('is an output', others, async (host) => {
    const plugin = await host.make('echo');
    return (await plugin.call('echo', await plugin.call('echo', 'twice'))).text();
  }, 'twice');

  const refused = 'input that is neither text, bytes, a number nor nothing';
  for (const input of [{ a: 1 }, [1, 2], true]) {
    differs(`is ${JSON.stringify(input)}`, refused, echo(() => input), /^the input of a call must be a string, bytes or nothing, got /);
  }

  same('is not changed by the plug-in', async (host) => {
    const input = bytes(1, 2, 3);
    await (await host.make('echo')).call('echo', input);
    return [...input];
  });
});

describe('as in @extism/extism, a call', () => {
  same('of a function that is not there', async (host) => (await host.make('faults')).call('nope'));
  same('of a memory', async (host) => (await host.make('faults')).call('memory'));
  same('of a global', async (host) => (await host.make('faults')).call('answer'));
  same('of a name that every object of JavaScript has', async (host) => (await host.make('faults')).call('toString'));
  same('that sets no output', async (host) => (await host.make('faults')).call('no_result'));
  same('whose plug-in reports an error', async (host) => (await host.make('fail')).call('fail', 'x'));
  same('after one that failed', async (host) => {
    const plugin = await host.make('fail');
    await plugin.call('fail', 'x').catch(() => {});
    return (await plugin.call('ok')).text();
  });
  same('that is one of many', async (host) => {
    const plugin = await host.make('count_vowels');
    const totals = [];
    for (let i = 0; i < 5; i += 1) totals.push((await plugin.call('count_vowels', 'aei')).json().total);
    return totals;
  });

  const names = 'a function\'s name that is no text';
  differs('without a name', names, async (host) => (await host.make('faults')).call(), /^a function's name must be a string, got undefined$/);
  differs('by null', names, async (host) => (await host.make('faults')).call(null), /^a function's name must be a string, got null$/);
  differs('that traps', 'text of a trap', async (host) => (await host.make('faults')).call('trap'), /^Plugin error: function "trap" trapped: /);
  differs('that returns another code than 0', 'a non-zero return code without an error', async (host) => (await host.make('fail')).call('fail_code'), /non-zero exit code 9/);

  if (!inWorker) {
    differs('of three at once', 'a second call while one runs', async (host) => {
      const plugin = await host.make('echo');
      return (await Promise.all(['a', 'b', 'c'].map((text) => plugin.call('echo', text)))).map((output) => output.text());
    }, ['a', 'b', 'c']);
    differs('after close', '`close()`', async (host) => {
      const plugin = await host.make('echo');
      await plugin.close();
      return plugin.call('echo', 'x');
    }, /^plugin is closed$/);
  } else {
    sameInWorkers('while another runs', async (host) => {
      const plugin = await host.make('echo');
      const first = plugin.call('echo', 'a');
      const second = await plugin.call('echo', 'b').catch((error) => error.message);
      return [(await first).text(), second];
    });
  }
});
