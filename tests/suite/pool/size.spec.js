import { expect } from 'chai';
import { poolSize } from '../../../js/pool/size.js';

describe('the size of a pool', () => {
  for (const size of [1, 2, 1000]) it(`may be ${size}`, () => expect(poolSize(size)).to.equal(size));

  it('is the number of threads of the machine unless told', () => {
    const threads = globalThis.navigator?.hardwareConcurrency ?? process.getBuiltinModule('node:os').availableParallelism();
    expect(threads).to.be.at.least(1);
    for (const none of [undefined, null]) expect(poolSize(none)).to.equal(threads);
  });

  for (const [bad, shown] of [[0, '0'], [-1, '-1'], [1.5, '1.5'], [NaN, 'NaN'], [Infinity, 'Infinity'], [2 ** 53, '9007199254740992'], ['2', 'a value of type string'], [{}, 'a value of type object'], [2n, 'a value of type bigint'], [Symbol('s'), 'a value of type symbol'], [true, 'a value of type boolean']]) {
    it(`may not be ${String(bad)} (${typeof bad})`, () => {
      expect(() => poolSize(bad)).to.throw(TypeError, `options.size must be a whole number of at least 1, got ${shown}`).with.property('code', 'INVALID_OPTION');
    });
  }
});
