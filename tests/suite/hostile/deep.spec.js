// Plug-ins that run out of stack in the middle of what the host does for them, in one place and another.
import { expect } from 'chai';
import { canCallPage, inWorker } from '../../support/fixtures.js';
import { make } from '../../support/plugin.js';

const SHIFTS = inWorker ? 20 : 60;
const number = (value) => new Uint8Array(new BigInt64Array([BigInt(value)]).buffer);

if (canCallPage) {
  describe('a plug-in that runs out of stack', function () {
    this.timeout(120_000);

    for (const name of ['blocks', 'config', 'get', 'set', 'log', 'host']) {
      it(`in "${name}" fails, and its next call works`, async () => {
        const logged = [];
        const note = (text) => void logged.push(text);
        const functions = { 'extism:host/user': { look: (context, block) => context.store(`it is ${context.read(block).text()}`) } };
        const plugin = await make('deep', { functions, config: { a: 'value' }, logger: { trace() {}, debug() {}, info: note, warn() {}, error() {} }, logLevel: 'info', memory: { maxPages: 4000 } });
        for (let shift = 0; shift < SHIFTS; shift++) {
          const error = await plugin.call(name, number(2 * shift)).then(() => expect.fail('the stack has no end'), (caught) => caught);
          // What talks with the page looks for room on the stack first; elsewhere it is the engine's own error that comes out of the application's.
          const raw = !(inWorker && ['log', 'host'].includes(name)) && (error instanceof RangeError || error.name === 'InternalError');
          expect(error, String(error)).to.satisfy(({ code }) => code === 'STACK_OVERFLOW' || raw);
          logged.length = 0;
          const output = await plugin.call('fine').catch((failure) => expect.fail(`after ${name} ${shift}: ${failure.stack}`));
          expect(output.text(), `${name} ${shift}`).to.equal('it is a');
          expect(logged).to.deep.equal(['a']);
        }
      });
    }
  });
}
