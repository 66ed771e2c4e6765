import { expect } from 'chai';
import { fixtureBytes, fixtureUrl } from '../../support/fixtures.js';

const ENV = 'extism:host/env';

/** What each plug-in exports for its callers, and what it imports; `rust` says: only from the ABI. */
const fixtures = {
  echo: {
    exports: ['echo', 'echo_u8', 'empty', 'nothing'],
    imports: env('alloc', 'input_length', 'input_load_u64', 'input_load_u8', 'output_set', 'store_u64', 'store_u8'),
  },
  faults: {
    exports: [
      'bad_error',
      'div_zero',
      'error_cleared',
      'error_then_ok',
      'error_then_trap',
      'no_result',
      'oob',
      'recurse',
      'returns_7',
      'returns_i64',
      'returns_two',
      'trap',
      'with_param',
    ],
    imports: env('alloc', 'error_set', 'store_u8'),
  },
  abi: { exports: ['run', 'run_quiet'], imports: env(...abi()) },
  abi_http: {
    exports: ['run', 'run_quiet'],
    imports: env(...abi(), 'http_headers', 'http_request', 'http_status_code'),
  },
  missing_import: { exports: ['run'], imports: ['nowhere thing'] },
  unknown_env: { exports: ['run'], imports: env('frobnicate') },
  missing_wasi: { exports: ['run'], imports: ['wasi_snapshot_preview1 fd_write'] },
  count_vowels: { exports: ['count_vowels'], rust: true },
  echo_rust: { exports: ['echo_rust'], rust: true },
  fail: { exports: ['fail', 'fail_code', 'ok', 'panics'], rust: true },
  logs: { exports: ['level', 'logs'], rust: true },
};

describe('the fixtures', () => {
  for (const [name, expected] of Object.entries(fixtures)) {
    describe(name, () => {
      let module;
      before(async () => {
        module = await WebAssembly.compile(await fixtureBytes(name));
      });

      it('exports its functions', () => {
        const functions = WebAssembly.Module.exports(module).filter(({ kind }) => kind === 'function');
        expect(functions.map((entry) => entry.name).sort()).to.deep.equal(expected.exports);
      });

      it('imports what it should and no more', () => {
        const imports = WebAssembly.Module.imports(module).map((entry) => `${entry.module} ${entry.name}`);
        if (expected.rust) expect(env(...abi())).to.include.members(imports);
        else expect(imports.sort()).to.deep.equal([...expected.imports].sort());
      });
    });
  }

  it('are served as WebAssembly', async () => {
    const response = await fetch(fixtureUrl('count_vowels'));
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/wasm');
    expect(new Uint8Array(await response.arrayBuffer())).to.deep.equal(await fixtureBytes('count_vowels'));
  });

  it('of faults: exports that are no functions', async () => {
    const module = await WebAssembly.compile(await fixtureBytes('faults'));
    const others = WebAssembly.Module.exports(module).filter(({ kind }) => kind !== 'function');
    expect(others.map(({ name, kind }) => `${kind} ${name}`).sort()).to.deep.equal(['global answer', 'memory memory']);
  });
});

function env(...names) {
  return names.map((name) => `${ENV} ${name}`);
}

/** The whole ABI but for HTTP. */
function abi() {
  return [
    'alloc',
    'config_get',
    'error_get',
    'error_set',
    'free',
    'get_log_level',
    'input_length',
    'input_load_u64',
    'input_load_u8',
    'input_offset',
    'length',
    'length_unsafe',
    'load_u64',
    'load_u8',
    'log_debug',
    'log_error',
    'log_info',
    'log_trace',
    'log_warn',
    'output_set',
    'store_u64',
    'store_u8',
    'var_get',
    'var_set',
  ];
}
