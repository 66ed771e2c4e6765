describe('a suite', () => {
  before(() => {
    throw new Error('the hook fails');
  });
  it('never runs', () => {});
});
