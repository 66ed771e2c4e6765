it('passes', () => {});
it.skip('is skipped', () => {});
