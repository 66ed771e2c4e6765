it('leaves a rejection behind', () => {
  Promise.reject(new Error('nobody awaits this'));
});
