it('leaves an error behind', () => {
  setTimeout(() => {
    throw new Error('nobody catches this');
  });
});
