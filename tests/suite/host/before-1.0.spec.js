// Plug-ins of PDKs before 1.0: the same functions, in the module "env", with the prefix "extism_".
import { expect } from 'chai';
import { ref, results, script } from '../../support/abi-script.js';
import { canCallPage, inWorker, serverUrl } from '../../support/fixtures.js';
import { expectNoGuest, instancesOf, ownKernel } from '../../support/instances.js';
import { callSync, create, expectError, make, recorder } from '../../support/plugin.js';
import { body, exported, func, i64, id, imported, kind, section, wasm } from '../../support/wasm-binary.js';
import { canRequest, canWait, serverHost } from '../http/request.js';
import { linked } from '../link/linked.js';

const run = async (plugin, lines) => results(await plugin.call('run', script(lines)));

/** Lines that read `length` bytes at the handle of the record `index`. */
const read = (index, length) => Array.from({ length }, (_, i) => ['load_u8', ref(index, i)]);

const text = (bigints) => String.fromCharCode(...bigints.map(Number));

/** A module that imports one function of no parameters and no result, and exports `run`. */
const importing = (module, name) =>
  wasm(
    section(id.types, func([], [])),
    section(id.imports, imported(module, name, kind.function, 0)),
    section(id.functions, 0),
    section(id.exports, exported('run', kind.function, 1)),
    section(id.code, body()),
  );

/** A module that exports a function of an i64 which gives a number. */
const giving = (name, number) =>
  wasm(
    section(id.types, func([i64], [i64])),
    section(id.functions, 0),
    section(id.exports, exported(name, kind.function, 0)),
    section(id.code, body(0x42, number)),
  );

describe('a plug-in of a PDK before 1.0', () => {
  it('runs, and runs again', async () => {
    const plugin = await make('old_echo');
    for (const input of ['abc', '', 'x'.repeat(100_000)]) {
      expect((await plugin.call('echo', input)).text()).to.equal(input);
      expect((await callSync(plugin, 'echo', input)).text()).to.equal(input);
    }
  });

  it('imports the kernel\'s own exports', async () => {
    const instances = await instancesOf(() => make('abi_before_1_0', ownKernel));
    if (inWorker) return expectNoGuest(instances);
    const [kernel, plugin] = instances;
    const ofMemory = Object.keys(kernel.exports).filter((name) => !name.startsWith('host_'));
    expect(ofMemory).to.include.members(['alloc', 'load_u32', 'store_u32', 'error_get']);
    for (const name of ofMemory) expect(plugin.imports.env[`extism_${name}`], name).to.equal(kernel.exports[name]);
    expect(Object.keys(plugin.imports.env).filter((name) => name.includes('host_'))).to.deep.equal([]);
  });

  it('has all functions of memory', async () => {
    const plugin = await make('abi_before_1_0');
    const lines = [
      ['alloc', 16n],
      ['store_u64', ref(0), 0x0807060504030201n],
      ['store_u8', ref(0, 8), 9n],
      ['load_u64', ref(0, 1)],
      ['load_u8', ref(0, 8)],
      ['length', ref(0)],
      ['length_unsafe', ref(0)],
      ['input_load_u64', 0n],
      ['input_load_u8', 0n],
      ['error_set', ref(0)],
      ['error_get'],
      ['error_set', 0n],
      ['free', ref(0)],
      ['length', ref(0)],
      ['input_length'],
    ];
    const got = await run(plugin, lines);
    expect(got.slice(3, 9)).to.deep.equal([0x0908070605040302n, 9n, 16n, 16n, BigInt(lines.length), BigInt(lines.length)]);
    expect(got[10]).to.equal(got[0]);
    expect(got.slice(13)).to.deep.equal([0n, BigInt(script(lines).length)]);
  });

  it('has the functions of 32 bits that the oldest had', async () => {
    const plugin = await make('abi_before_1_0');
    const [, , loaded, high, outside, , after] = await run(plugin, [
      ['alloc', 6n],
      ['store_u32', ref(0, 1), 0x84838281n],
      ['load_u32', ref(0, 1)],
      ['load_u8', ref(0, 4)],
      ['load_u32', 1n << 40n],
      ['store_u32', 1n << 40n, 7n],
      ['load_u32', ref(0, 1)],
    ]);
    expect([loaded, high, outside, after]).to.deep.equal([0x84838281n, 0x84n, 0n, 0x84838281n]);
  });

  it('has config, vars and logs', async () => {
    const logger = recorder();
    const plugin = await make('abi_before_1_0', { config: { key: 'value' }, logger, logLevel: 'info' });
    const found = await run(plugin, [
      ['block', 'key'],
      ['config_get', ref(0)],
      ...read(1, 5),
      ['block', 'name'],
      ['block', 'var'],
      ['var_set', ref(7), ref(8)],
      ['block', 'said'],
      ['log_warn', ref(10)],
      ['block', 'unsaid'],
      ['log_debug', ref(12)],
      ['get_log_level'],
    ]);
    expect(text(found.slice(2, 7))).to.equal('value');
    expect(found.at(-1)).to.equal(2n);
    expect(logger.lines).to.deep.equal([['warn', 'said']]);
    const later = await run(plugin, [['block', 'name'], ['var_get', ref(0)], ...read(1, 3)]);
    expect(text(later.slice(2))).to.equal('var');
  });

  it('has its errors told', async () => {
    const plugin = await make('abi_before_1_0');
    const lines = [['block', 'my error'], ['error_set', ref(0)], ['exit', 1n]];
    const error = await expectError(plugin.call('run', script(lines)), 'PLUGIN_ERROR', 'Plugin-originated error: my error');
    expect(error.exitCode).to.equal(1);
    await expectError(plugin.call('run', script([['var_get', 7n]])), 'BAD_HANDLE', /var_get was given the handle 0x7/);
    expect(await run(plugin, [['length', 0n]])).to.deep.equal([0n]);
  });

  if (canRequest) {
    it('makes HTTP requests', async () => {
      const plugin = await make('abi_before_1_0', { allowedHosts: [serverHost], allowHttpResponseHeaders: true });
      const ask = JSON.stringify({ url: `${serverUrl}/http/status/201`, header: {}, method: 'GET' });
      const found = await run(plugin, [['block', ask], ['http_request', ref(0), 0n], ['http_status_code'], ['length', ref(1)], ...read(1, 3), ['http_headers'], ['length', ref(7)]]);
      expect(found.slice(2, 4)).to.deep.equal([201n, 3n]);
      expect(text(found.slice(4, 7))).to.equal('201');
      expect(Number(found[8])).to.be.greaterThan(10);
    });
  }

  if (canWait) {
    it('waits for the fetch of the options', async () => {
      const fetchHere = async () => new Response(await new Promise((resolve) => setTimeout(resolve, 5, 'late')), { status: 202 });
      const plugin = await make('abi_before_1_0', { allowedHosts: ['a.example'], fetch: fetchHere });
      const lines = [['block', '{"url": "http://a.example/"}'], ['http_request', ref(0), 0n], ['http_status_code'], ...read(1, 4)];
      const found = await run(plugin, lines);
      expect(found[2]).to.equal(202n);
      expect(text(found.slice(3))).to.equal('late');
    });
  } else {
    it('that could make requests by the fetch of the options is refused', () =>
      expectError(make('abi_before_1_0', { allowedHosts: ['a.example'], fetch: async () => {} }), 'UNSUPPORTED', /^the plug-in makes HTTP requests/));
  }

  it('makes requests to allowed hosts alone', async () => {
    const plugin = await make('abi_before_1_0');
    const lines = [['block', '{"url": "http://a.example/"}'], ['http_request', ref(0), 0n]];
    await expectError(plugin.call('run', script(lines)), 'HTTP_DENIED', 'Call error: HTTP request to "http://a.example/" is not allowed (no allowedHosts match "a.example")');
  });

  it('may be of the names on the way to 1.0', async () => {
    expect((await (await make('transitional')).call('echo', 'hello')).text()).to.equal('hello');
  });

  it('has its modules made anew after a trap', async () => {
    const plugin = await make(await linked({ side: 'old_link_side', main: 'old_link_main' }));
    await expectError(plugin.call('run', 'x'), 'TRAP', /trapped/);
    expect((await plugin.call('run', '1')).text()).to.equal('2');
  });
});

describe('modules of PDKs before 1.0 and later ones', () => {
  for (const main of ['link_main', 'old_link_main']) {
    for (const side of ['link_side', 'old_link_side']) {
      it(`work together: ${main}, ${side}`, async () => {
        const logger = recorder();
        const plugin = await make(await linked({ side, main }), { logger, logLevel: 'info' });
        expect((await plugin.call('run', '41')).text()).to.equal('42');
        expect((await plugin.call('run', '-1')).text()).to.equal('0');
        expect(logger.lines.length).to.equal(side === 'link_side' ? 2 : 0);
      });
    }
  }
});

describe('the module "env"', () => {
  const echoing = (context, handle) => context.store(`${context.read(handle).text()}?`);

  if (canCallPage) {
    it('has the application\'s functions beside Extism\'s', async () => {
      const plugin = await make('old_shout', { functions: { env: { shout: echoing, unused: () => {} } } });
      expect((await plugin.call('run', 'hello')).text()).to.equal('hello?');
    });

    it('has the application\'s functions before Extism\'s', async () => {
      const asked = [];
      const extism_config_get = (context, handle) => {
        asked.push(context.read(handle).text());
        return context.store('mine');
      };
      const plugin = await make('abi_before_1_0', { functions: { env: { extism_config_get } }, config: { key: 'value' } });
      const found = await run(plugin, [['block', 'key'], ['config_get', ref(0)], ...read(1, 4), ['length', ref(1)]]);
      expect(text(found.slice(2, 6))).to.equal('mine');
      expect(asked).to.deep.equal(['key']);
    });

    it('has those of the application that Extism has by its new name', async () => {
      const functions = { 'extism:host/env': { config_get: (context) => context.store('mine') } };
      const plugin = await make('abi_before_1_0', { functions });
      expect((await run(plugin, [['block', 'key'], ['config_get', ref(0)], ['length', ref(1)]]))[2]).to.equal(4n);
    });

    it('has those that Extism lacks, given by the application', async () => {
      const plugin = await make('old_unknown', { functions: { env: { extism_file_read: () => 0n } } });
      expect(await plugin.call('run')).to.equal(null);
    });
  }

  if (canWait) {
    it('has functions that may be waited for', async () => {
      const shout = async (context, handle) => {
        await new Promise((resolve) => setTimeout(resolve, 2));
        return echoing(context, handle);
      };
      const plugin = await make('old_shout', { functions: { env: { shout } } });
      expect((await plugin.call('run', 'hello')).text()).to.equal('hello?');
    });
  }

  it('may be a module of the manifest, with Extism\'s functions behind', async () => {
    const plugin = await make(await linked({ env: 'old_env', main: 'old_shout' }));
    expect((await plugin.call('run', 'hello')).text()).to.equal('hello!');
  });

  it('has what a module of the manifest exports before all else', async () => {
    const env = giving('extism_length', 2);
    const { wasm: items } = await linked({ main: 'old_shout' });
    await expectError(create({ wasm: [{ name: 'env', data: env }, ...items] }), 'LINK', 'from module "main": cannot import "env" "shout"; no export matched request');
    if (!canCallPage) return;
    const functions = { env: { shout: echoing, extism_length: () => 1n } };
    const plugin = await make({ wasm: [{ name: 'env', data: env }, ...items] }, { functions });
    expect((await plugin.call('run', 'hello')).text()).to.equal('he');
  });

  for (const [module, name, why] of [
    ['env', 'extism_file_read', '; no PDK before 1.0 that this host knows of has it'],
    ['env', 'extism_host_begin', '; no PDK before 1.0 that this host knows of has it'],
    ['env', 'extism_', '; no PDK before 1.0 that this host knows of has it'],
    ['extism:env', 'frobnicate', '; no PDK before 1.0 that this host knows of has it'],
    ['extism:host/env', 'load_u32', "; the plug-in's PDK may be newer than this host"],
    ['extism:host/env', 'extism_alloc', "; the plug-in's PDK may be newer than this host"],
    ['extism:host/env', 'kv_get', "; the plug-in's PDK may be newer than this host"],
  ]) {
    it(`does not have every name: ${module} ${name}`, async () => {
      const is = `("${module}" is a host module, but does not contain "${name}")`;
      await expectError(create(importing(module, name)), 'LINK', `from module "main": cannot resolve import "${module}" "${name}" ${is}${why}`);
      expect((await (await make('old_echo')).call('echo', 'x')).text()).to.equal('x');
    });
  }

  it('has no memory', async () => {
    const bytes = wasm(section(id.imports, imported('env', 'extism_memory', kind.memory, 0, 1)));
    await expectError(create(bytes), 'LINK', /^from module "main": cannot resolve import "env" "extism_memory"/);
  });
});
