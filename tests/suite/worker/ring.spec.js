import { expect } from 'chai';
import { engine } from '../../support/fixtures.js';

/** An application in an engine that cannot wait for memory without blocking. */
const application = (root) => `
  delete Atomics.waitAsync;
  const { default: createPlugin } = await import('${root}js/node.js');
  const { readFile } = await import('node:fs/promises');
  const bytes = await readFile(new URL('${root}target/fixtures/host_fns.wasm'));
  const later = (context, value) => new Promise((resolve) => setTimeout(resolve, 1, value));
  const same = (context, value) => value;
  const host = { i32: later, i64: same, f32: same, f64: same, handle: same, void: () => new Promise(() => {}), mixed: () => 0 };
  const plugin = await createPlugin(bytes, { runInWorker: true, functions: { host } });
  const input = new Uint8Array(8);
  const outputs = [];
  for (let i = 0; i < 20; i++) {
    input[0] = i;
    for (const name of ['i32', 'f64']) outputs.push((await plugin.call(name, input)).getUint8(0));
  }
  const error = await plugin.call('void', null, null, { timeoutMs: 50 }).catch((caught) => caught);
  outputs.push(error.code, (await plugin.call('f64', input)).getUint8(0), typeof Atomics.waitAsync);
  await plugin.close();
  console.log(JSON.stringify(outputs));
`;

if (engine === 'node') {
  describe('without Atomics.waitAsync', () => {
    it('the worker rings by a message', async () => {
      const { execFile } = await import('node:child_process');
      const { promisify } = await import('node:util');
      const root = new URL('../../../', import.meta.url).href;
      const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', application(root)], { timeout: 20_000 });
      const calls = Array.from({ length: 20 }, (_, i) => [i, i]).flat();
      expect(JSON.parse(stdout)).to.deep.equal([...calls, 'TIMEOUT', 19, 'undefined']);
    }).timeout(30_000);
  });
}
