it('waits for ever', function () {
  this.timeout(200);
  return new Promise(() => {});
});
