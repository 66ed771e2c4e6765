it('is left out', () => {});
it.only('is the only one', () => {});
