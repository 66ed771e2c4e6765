import './not-there.js';

it('passes', () => {});
