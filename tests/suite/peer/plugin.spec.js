import { inWorker } from '../../support/fixtures.js';
import { differs, same, sameInWorkers } from './compare.js';

const members = ['call', 'close', 'functionExists', 'getExports', 'getImports', 'getInstance', 'isActive', 'reset'];

describe('as in @extism/extism, a plug-in', () => {
  same('has the methods', async (host) => {
    const plugin = await host.make('echo');
    return members.map((name) => typeof plugin[name]);
  });
  same('tells which functions it has', async (host) => {
    const plugin = await host.make('faults');
    const names = ['trap', 'memory', 'answer', 'nope', '__proto__', 'toString', '', undefined, null, 5];
    const found = [];
    for (const name of names) found.push(await plugin.functionExists(name));
    return found;
  });
  same('lists its exports', async (host) => (await host.make('faults')).getExports());
  same('lists its imports', async (host) => (await host.make('count_vowels')).getImports());
  same('lists those of its main module', async (host) => {
    const { fixtureBytes } = await import('../../support/fixtures.js');
    const plugin = await host.create({ wasm: [{ data: await fixtureBytes('link_side'), name: 'side' }, { data: await fixtureBytes('link_main'), name: 'main' }] });
    return [await plugin.getExports(), await plugin.getImports()];
  });
  same('is not active between calls', async (host) => {
    const plugin = await host.make('echo');
    const before = plugin.isActive();
    await plugin.call('echo', 'x');
    return [before, plugin.isActive()];
  });
  same('is reset', async (host) => {
    const plugin = await host.make('echo');
    return [await plugin.reset(), await plugin.reset(), plugin.isActive()];
  });
  same('keeps vars when it is reset', async (host) => {
    const plugin = await host.make('count_vowels');
    await plugin.call('count_vowels', 'aaa');
    await plugin.reset();
    return (await plugin.call('count_vowels', 'a')).json();
  });
  same('shares no vars with another', async (host) => {
    const [one, two] = [await host.make('count_vowels'), await host.make('count_vowels')];
    await one.call('count_vowels', 'aaa');
    return (await two.call('count_vowels', 'a')).json();
  });
  same('is closed twice', async (host) => {
    const plugin = await host.make('echo');
    return [await plugin.close(), await plugin.close(), plugin.isActive()];
  });
  same('cannot be called without itself', async (host) => {
    const { call } = await host.make('echo');
    try {
      await call('echo', 'x');
    } catch (error) {
      return error instanceof TypeError;
    }
    return 'called';
  });
  if (inWorker) {
    sameInWorkers('is active while a call runs', async (host) => {
      const plugin = await host.make('echo');
      const call = plugin.call('echo', 'x');
      const active = plugin.isActive();
      await call;
      return [active, plugin.isActive()];
    });
    differs('does not show its instance', 'text of `getInstance` in a worker', async (host) => (await host.make('echo')).getInstance(), /^the instance of a plug-in in a worker is in the worker$/);
    sameInWorkers('echoes what it is given', async (host) => {
      const plugin = await host.make('echo');
      const texts = [];
      for (const input of ['a', '', 'x'.repeat(100_000), Uint8Array.of(104)]) texts.push((await plugin.call('echo', input)).text());
      return texts;
    });
    sameInWorkers('keeps vars when it is reset', async (host) => {
      const plugin = await host.make('count_vowels');
      const counts = [(await plugin.call('count_vowels', 'aaa')).json(), await plugin.reset()];
      return [...counts, (await plugin.call('count_vowels', 'a')).json()];
    });
    sameInWorkers('lists exports and imports, and knows its functions', async (host) => {
      const plugin = await host.make('faults');
      return [await plugin.getExports(), await plugin.getImports(), await plugin.functionExists('trap'), await plugin.functionExists('memory')];
    });
    sameInWorkers('reports the plug-in\'s own error', async (host) => (await host.make('fail')).call('fail', 'x'));
    sameInWorkers('is ended by its time limit, and called again', async (host) => {
      const plugin = await host.make('endless', { timeoutMs: 2000 });
      const error = await plugin.call('forever').catch((reason) => reason);
      return [error.message.slice(0, 36), (await plugin.call('get')).text()];
    });
  } else {
    same('shows its instance', async (host) => {
      const plugin = await host.make('faults');
      const instance = await plugin.getInstance();
      return [instance instanceof WebAssembly.Instance, Object.keys(instance.exports), instance === (await plugin.getInstance())];
    });
    for (const name of ['functionExists', 'getExports', 'getImports', 'getInstance', 'reset']) {
      differs(`refuses ${name} after close`, '`close()`', async (host) => {
        const plugin = await host.make('echo');
        await plugin.close();
        return plugin[name]('echo');
      }, /^plugin is closed$/);
    }
  }
});
