import { ref, results, script } from '../../support/abi-script.js';
import { differs, same } from './compare.js';

const quiet = (lines, look = (output) => output?.text() ?? null) => async (host) => look(await (await host.make('abi')).call('run_quiet', script(lines)));
const run = (lines, options) => async (host) => results(await (await host.make('abi', options)).call('run', script(lines)));
const none = 99_999_999n;

describe('as in @extism/extism, what a plug-in imports', () => {
  const lengths = {
    'config_get of a key that is there': [[['block', 'key'], ['config_get', ref(0)], ['length', ref(1)]], { config: { key: 'value' } }, 2],
    'config_get of a key that is not': [[['block', 'nokey'], ['config_get', ref(0)]], { config: { key: 'value' } }, 1],
    'var_get of a key that was set': [[['block', 'key'], ['block', 'value'], ['var_set', ref(0), ref(1)], ['block', 'key'], ['var_get', ref(3)], ['length', ref(4)]], undefined, 5],
    'var_get of a key that was not': [[['block', 'key'], ['var_get', ref(0)]], undefined, 1],
    'var_get of a key that was deleted': [[['block', 'key'], ['block', 'v'], ['var_set', ref(0), ref(1)], ['block', 'key'], ['var_set', ref(3), 0n], ['block', 'key'], ['var_get', ref(5)]], undefined, 6],
    'length of a block': [[['alloc', 11n], ['length', ref(0)]], undefined, 1],
    'load_u8 and store_u8': [[['alloc', 8n], ['store_u8', ref(0, 3), 7n], ['load_u64', ref(0)]], undefined, 2],
    'load_u64 and store_u64': [[['alloc', 8n], ['store_u64', ref(0), 0x0102030405060708n], ['load_u8', ref(0)]], undefined, 2],
    'a fresh block': [[['alloc', 8n], ['load_u64', ref(0)]], undefined, 1],
    'error_get without an error': [[['error_get']], undefined, 0],
    'vars of exactly the limit': [[['block', 'key'], ['block', 'x'.repeat(100)], ['var_set', ref(0), ref(1)], ['block', 'key'], ['var_get', ref(3)], ['length', ref(4)]], { memory: { maxVarBytes: 100 } }, 5],
  };
  for (const [title, [lines, options, index]] of Object.entries(lengths)) {
    same(title, async (host) => (await run(lines, options)(host))[index]);
  }
  same('input_length', async (host) => {
    const input = script([['input_length']]);
    return results(await (await host.make('abi')).call('run', input))[0] === BigInt(input.length);
  });
  same('output_set of nothing ever', quiet([]));
  same('output_set of a whole block', quiet([['block', 'abc'], ['output_set', ref(0), 3n]]));
  same('output_set of an empty block', quiet([['block', ''], ['output_set', ref(0), 0n]]));
  same('output_set, twice', quiet([['block', 'abc'], ['block', 'de'], ['output_set', ref(0), 3n], ['output_set', ref(1), 2n]]));
  same('error_set', quiet([['block', 'boom'], ['error_set', ref(0)]]));
  same('error_set and output_set', quiet([['block', 'boom'], ['error_set', ref(0)], ['block', 'out'], ['output_set', ref(2), 3n]]));
  same('log functions with empty text', async (host) => void (await run([['block', ''], ['log_info', ref(0)]], { logLevel: 'trace' })(host)));

  differs('output_set of a part of a block', 'output', quiet([['block', 'abcdef'], ['output_set', ref(0), 3n]]), 'abc');
  differs('output_set of more than a block', 'an output out of range', quiet([['block', 'abc'], ['output_set', ref(0), 500n]]), null);
  differs('a log function with a handle of no block', 'handles that are no block', run([['log_info', none]], { logLevel: 'trace' }), /log_info was given the handle 0x5f5e0ff, which is not a live block$/);
  differs('var_set with a handle of no block', 'handles that are no block', run([['block', 'key'], ['var_set', ref(0), none]]), /var_set was given the handle 0x5f5e0ff, which is not a live block$/);
  differs('more vars than the limit', 'text of vars over their limit', run([['block', 'key'], ['block', 'x'.repeat(200)], ['var_set', ref(0), ref(1)]], { memory: { maxVarBytes: 100 } }), /^var memory limit exceeded: 200 bytes requested, 100 allowed$/);
  differs('more memory than maxPages', 'text of `memory.maxPages` in the log', async (host) => {
    await run([['alloc', 5n * 65536n]], { memory: { maxPages: 2 } })(host);
    return host.logger.lines;
  }, []);
});

describe('as in @extism/extism, linking', () => {
  const link = (...names) => async (host) => {
    const { fixtureBytes } = await import('../../support/fixtures.js');
    const wasm = await Promise.all(names.map(async (name) => ({ name, data: await fixtureBytes(name) })));
    wasm.at(-1).name = 'main';
    const plugin = await host.create({ wasm: wasm.map((item) => ({ ...item, name: item.name.replace('link_', '') })) });
    return (await plugin.call('run', '5')).text();
  };
  same('of a module that another needs', link('link_side', 'link_main'));
  same('of a chain of modules', link('link_rhs', 'link_lhs', 'link_chain'));
  same('of functions in a cycle', link('cycle_b', 'cycle_a'));
  same('without a module of a chain', link('link_lhs', 'link_chain'));
  same('without WASI', async (host) => host.make('missing_wasi'));
  same('without an import', async (host) => host.make('missing_import'));
  same('without what a module should export', async (host) => {
    const { fixtureBytes } = await import('../../support/fixtures.js');
    return host.create({ wasm: [{ name: 'side', data: await fixtureBytes('echo') }, { name: 'main', data: await fixtureBytes('link_main') }] });
  });
  differs('without a function of a namespace', 'text of an unknown import', async (host) => host.make('host_two', { functions: { host: { i32: () => 1 }, other: { i64: () => 1n } } }), /^from module "main": cannot resolve import "other" "i32"/);
  same('without a namespace', async (host) => host.make('host_two', { functions: { host: { i32: () => 1 } } }));
  differs('of an import that there is not', 'text of an unknown import', async (host) => host.make('unknown_env'), /cannot resolve import "extism:host\/env" "frobnicate" .*PDK may be newer than this host/);
});
