// The page goes elsewhere, the process ends: either way no more tests can run.
it('ends what it runs in', async () => {
  if (globalThis.extismTest.engine === 'node') process.exit(0);
  location.href = '/http/html';
  await new Promise(() => {});
});
