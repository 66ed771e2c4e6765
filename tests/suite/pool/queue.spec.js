import { expect } from 'chai';
import { Queue } from '../../../js/pool/queue.js';
import { random } from '../../support/random.js';

describe('the queue of a pool', () => {
  it('does what a list does, whatever is done with it', () => {
    const next = random(0x9a7c);
    const queue = new Queue();
    /** @type {{value: number, place: any}[]} */
    const model = [];
    for (let step = 0; step < 20_000; step += 1) {
      const choice = next(10);
      if (choice < 6) {
        model.push({ value: step, place: queue.push(step) });
      } else if (choice < 9) {
        expect(queue.shift()).to.equal(model.shift()?.value);
      } else if (model.length > 0) {
        const [{ place }] = model.splice(next(model.length), 1);
        queue.remove(place);
      }
      expect(queue.length).to.equal(model.length);
    }
    expect(model.length).to.be.above(10);
    for (const { value } of model) expect(queue.shift()).to.equal(value);
    expect(queue.shift()).to.equal(undefined);
    expect(queue.length).to.equal(0);
  });
});
