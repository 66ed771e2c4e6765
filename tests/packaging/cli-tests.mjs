// The command of the installed package.
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { startServers } from '../support/server.mjs';

const fixture = (name) => inRoot('target', 'fixtures', `${name}.wasm`);

/** @param {() => import('./install.mjs').Project} project */
export function cliTests(project) {
  let servers;
  before(async () => (servers = await startServers()));
  after(() => servers?.close());

  /** Runs the command; `input` goes to standard input. @returns {Promise<{code: number, out: Buffer, errors: string}>} */
  const run = (args, { input = '' } = {}) =>
    new Promise((resolve, reject) => {
      const program = join(project().folder, 'node_modules', 'extism-web', 'pkg', 'cli.js');
      const child = spawn(process.execPath, [program, ...args], { cwd: project().folder });
      const [out, errors] = [[], []];
      child.stdout.on('data', (chunk) => out.push(chunk));
      child.stderr.on('data', (chunk) => errors.push(chunk));
      child.once('error', reject);
      child.once('close', (code) => resolve({ code, out: Buffer.concat(out), errors: Buffer.concat(errors).toString() }));
      child.stdin.on('error', () => {});
      child.stdin.end(input);
    });
  const prints = async (args, text, options) => {
    const { code, out, errors } = await run(args, options);
    expect({ code, text: out.toString(), errors }).to.deep.equal({ code: 0, text, errors: '' });
  };
  const fails = async (args, code, pattern) => {
    const ended = await run(args);
    expect(ended.errors).to.match(pattern);
    expect({ code: ended.code, out: ended.out.toString() }).to.deep.equal({ code, out: '' });
  };
  const counted = (count, vowels = 'aeiouAEIOU') => JSON.stringify({ count, total: count, vowels });

  describe('call', () => {
    it('writes the output of a plug-in in a file', () => prints(['call', 'count_vowels.wasm', 'count_vowels', '--input', 'Hello, World!'], counted(3)));
    it('takes a plug-in by its URL', () => prints(['call', `${servers.main.url}/target/fixtures/count_vowels.wasm`, 'count_vowels', '-i', 'aa'], counted(2)));
    it('calls without input', () => prints(['call', fixture('count_vowels'), 'count_vowels'], counted(0)));

    it('keeps every byte of standard input and output', async () => {
      const input = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
      const { code, out } = await run(['call', fixture('echo'), 'echo', '--stdin'], { input });
      expect(code).to.equal(0);
      expect(out.equals(input)).to.equal(true);
    });

    it('writes a file', async () => {
      const file = join(project().folder, 'written.bin');
      await prints(['call', fixture('echo'), 'echo', '--stdin', '-o', file], '', { input: Buffer.of(0, 255, 10) });
      expect([...(await readFile(file))]).to.deep.equal([0, 255, 10]);
    });

    it('calls again and again', () => prints(['call', fixture('counter'), 'count', '--loop', '3'], '1\n2\n3\n'));
    it('gives a config', () => prints(['call', fixture('count_vowels'), 'count_vowels', '-i', 'xyz', '--set-config', '{"vowels":"x"}', '--config', 'vowels=xy'], counted(2, 'xy')));

    it('gives files, which can be read-only', async () => {
      const folder = join(project().folder, 'files');
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'a.txt'), 'a file');
      await prints(['call', fixture('wasi_rust'), 'read_file', '-i', '/data/a.txt', '--wasi', '--allow-path', `${folder}:/data`], '{"ok":"a file"}');
      const { out } = await run(['call', fixture('wasi_rust'), 'remove_file', '-i', '/data/a.txt', '--allow-path', `ro:${folder}:/data`]);
      expect(out.toString()).to.contain('err');
      expect(await readFile(join(folder, 'a.txt'), 'utf8')).to.equal('a file');
    });

    it('writes what a plug-in prints and logs to standard error', async () => {
      const args = ['call', fixture('wasi_rust'), 'print', '-i', '{"stdout":["printed"]}', '--log-level', 'info'];
      expect((await run(args)).errors).to.equal('info: printed\n');
    });

    it('allows hosts, and no others', async () => {
      const [url, host] = [`${servers.main.url}/http/status/200`, '127.0.0.1'];
      await prints(['call', fixture('http_rust'), 'get', '-i', url, '--allow-host', host], '200');
      await fails(['call', fixture('http_rust'), 'get', '-i', url], 1, /^error: Call error: HTTP request to .* is not allowed .* \(HTTP_DENIED\)\n$/);
      await fails(['call', fixture('http_rust'), 'get', '-i', `${servers.main.url}/http/bytes/100`, '--allow-host', host, '--http-response-max', '99'], 1, /\(HTTP_LIMIT\)\n$/);
    });

    it('ends a call that takes too long', () => fails(['call', fixture('endless'), 'forever', '--timeout', '200'], 1, /\(TIMEOUT\)\n$/));
    it('limits memory', () => fails(['call', fixture('echo'), 'echo', '-i', 'x'.repeat(70_000), '--memory-max', '1'], 1, /\(MEMORY_LIMIT\)\n$/));

    it('takes a manifest, whose paths are relative to it', async () => {
      await writeFile(join(project().folder, 'plugin.json'), JSON.stringify({ wasm: [{ path: 'count_vowels.wasm' }], config: { vowels: 'z' } }));
      await prints(['call', join(project().folder, 'plugin.json'), 'count_vowels', '-m', '-i', 'zz'], counted(2, 'z'));
    });

    it('links modules', () => prints(['call', fixture('link_main'), 'run', '-i', '1', '--link', `side=${fixture('link_side')}`], '2'));

    it('says what is wrong, with a code of its own for what was asked wrongly', async () => {
      const vowels = fixture('count_vowels');
      await fails(['call'], 2, /^error: call takes a plug-in and a function/);
      await fails(['call', vowels, 'count_vowels', 'input'], 2, /was given "input", too: input goes behind --input/);
      await fails(['call', vowels, 'count_vowls'], 2, /no function count_vowls; did you mean count_vowels\?/);
      await fails(['call', vowels, 'count_vowels', '--imput', 'x'], 2, /no option --imput; did you mean --input\?/);
      await fails(['call', vowels, 'count_vowels', '--input'], 2, /^error: Option '-i, --input <value>' argument missing/);
      await fails(['call', vowels, 'count_vowels', '--input', 'x', '--stdin'], 2, /either --input or --stdin/);
      await fails(['call', vowels, 'count_vowels', '--loop', '0'], 2, /--loop takes a whole number from 1 on, got "0"/);
      await fails(['call', vowels, 'count_vowels', '--timeout', 'soon'], 2, /--timeout takes a whole number from 1 on, got "soon"/);
      await fails(['call', vowels, 'count_vowels', '--config', 'vowels'], 2, /--config takes KEY=VALUE, got "vowels"/);
      await fails(['call', vowels, 'count_vowels', '--set-config', '[]'], 2, /--set-config takes an object in JSON/);
      await fails(['call', vowels, 'count_vowels', '--log-level', 'loud'], 2, /--log-level takes one of trace, .*, got "loud"/);
      await fails(['call', vowels, 'count_vowels', '--allow-path', ':'], 2, /--allow-path takes HOST:GUEST, got ":"/);
      await fails(['call', 'absent.wasm', 'f'], 2, /there is no file absent\.wasm/);
      await fails(['call', `${servers.main.url}/absent.wasm`, 'f'], 2, /cannot be fetched: the server answered with 404/);
      await fails(['call', 'package.json', 'f', '-m'], 1, /INVALID_MANIFEST/);
      await fails(['call', 'package.json', 'f', '-m', '--link', fixture('link_side')], 1, /INVALID_MANIFEST/);
      await fails(['constructor'], 2, /there is no command constructor\n$/);
      await fails(['cal'], 2, /there is no command cal; did you mean call\?/);
      await fails(['call', fixture('fail'), 'fail', '-i', 'why'], 1, /^error: Plugin-originated error: .*why \(PLUGIN_ERROR\)\n$/);
    });

    it('says it as JSON', async () => {
      const { code, errors } = await run(['call', fixture('fail'), 'fail', '-i', 'why', '--json']);
      const { error } = JSON.parse(errors);
      expect({ code, error }).to.deep.equal({ code: 1, error: { code: 'PLUGIN_ERROR', message: error.message, exitCode: 1 } });
      expect(error.message).to.contain('why');
      expect(JSON.parse((await run(['call', '--json'])).errors).error.code).to.equal('USAGE');
    });
  });

  describe('inspect', () => {
    it('shows what a plug-in needs', async () => {
      const { out } = await run(['inspect', fixture('http_rust')]);
      expect(out.toString()).to.match(/http_rust\.wasm: [\d,]+ bytes\nsha256 [\da-f]{64}\n/).and.contain('needs\n  HTTP (--allow-host)').and.contain('  extism:host/env: ');
    });

    it('tells it to programs', async () => {
      const found = async (name) => JSON.parse((await run(['inspect', fixture(name), '--json'])).out.toString());
      const host = await found('host_rust');
      expect(host.hostFunctions).to.have.members(['kv_read', 'kv_write', 'reverse'].map((name) => `extism:host/user ${name}`));
      expect(host.functions).to.include.members(['read', 'reversed', 'write']);
      expect(await found('wasi_rust')).to.deep.include({ needs: ['WASI'], hostFunctions: [] });
      expect(await found('greet_as')).to.deep.include({ needs: ['vars', 'config (--config)', 'logs (--log-level)'], hostFunctions: [] });
      expect((await found('count_vowels')).size).to.equal((await readFile(fixture('count_vowels'))).length);
    });

    it('tells what it was made with, as far as the module says', async () => {
      const text = (string) => [string.length, ...Buffer.from(string)];
      const made = [...text('producers'), 2, ...text('language'), 1, ...text('Rust'), ...text('2021'), ...text('processed-by'), 1, ...text('rustc'), ...text('1.96.0')];
      await writeFile(join(project().folder, 'made.wasm'), Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 0, made.length, ...made]));
      await prints(['inspect', 'made.wasm', '--json'], `${JSON.stringify({ ...JSON.parse((await run(['inspect', 'made.wasm', '--json'])).out), pdk: 'Rust', producers: { language: ['Rust 2021'], 'processed-by': ['rustc 1.96.0'] } }, null, 2)}\n`);
      const broken = [...text('producers'), 200, 255, 255, 255];
      await writeFile(join(project().folder, 'broken.wasm'), Buffer.from([0, 97, 115, 109, 1, 0, 0, 0, 0, broken.length, ...broken]));
      expect((await run(['inspect', 'broken.wasm'])).code).to.equal(0);
    });

    it('says what is no plug-in', () => fails(['inspect', 'package.json'], 2, /package\.json is not a WebAssembly module/));
  });

  it('measures calls', async () => {
    const { code, out } = await run(['bench', fixture('count_vowels'), 'count_vowels', '-i', 'aeiou', '--duration', '50', '--json']);
    expect(code).to.equal(0);
    const figures = JSON.parse(out.toString());
    expect(figures).to.have.all.keys('calls', 'callsPerSecond', 'startMs', 'medianMs', 'p95Ms', 'leastMs', 'mostMs');
    expect(figures.calls).to.be.greaterThan(10);
    expect(figures.leastMs).to.be.most(figures.medianMs).and.most(figures.mostMs);
    expect((await run(['bench', fixture('count_vowels'), 'count_vowels', '--duration', '50'])).out.toString()).to.match(/^count_vowels: [\d,]+ calls, [\d,]+ per second\n/);
  });

  it('helps, on one screen, and knows its version', async () => {
    const { version } = JSON.parse(await readFile(join(project().installed, 'package.json'), 'utf8'));
    await prints(['--version'], `${version}\n`);
    const first = (await run([])).out.toString();
    expect((await run(['--help'])).out.toString()).to.equal(first);
    for (const command of ['call', 'inspect', 'bench']) {
      const text = (await run([command, '--help'])).out.toString();
      expect(first).to.contain(`extism-web ${command} PLUGIN`);
      expect(text).to.match(new RegExp(`^extism-web ${command} PLUGIN`));
      expect(text.split('\n')).to.have.length.below(25);
      expect(Math.max(...text.split('\n').map((line) => line.length))).to.be.most(100);
      expect((await run(['help', command])).out.toString()).to.equal(text);
    }
  });

  it('is there by its name', async () => {
    const { bin } = JSON.parse(await readFile(join(project().installed, 'package.json'), 'utf8'));
    expect(await readFile(join(project().installed, bin['extism-web']), 'utf8')).to.match(/^#!\/usr\/bin\/env node\n/);
    expect(await readFile(join(project().folder, 'node_modules', '.bin', 'extism-web'), 'utf8')).to.contain('#!/usr/bin/env node');
  });
}
