import { expect } from 'chai';

it('passes', () => {});
it('fails', () => expect(1).to.equal(2));
