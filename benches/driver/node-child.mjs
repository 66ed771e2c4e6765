// Does one job for node.mjs, and ends.
const jobs = {
  async row({ id, settings }) {
    const { runRow } = await import('../harness/run-row.js');
    return runRow(id, settings);
  },
  async startUp({ path, ...job }) {
    const [{ startUp }, { fileBytes }] = await Promise.all([import('../harness/start-up.js'), import('../harness/assets.js')]);
    return startUp({ ...job, wasm: { data: await fileBytes(path) } });
  },
};

process.once('message', async (job) => {
  const answer = await (job.startUp ? jobs.startUp(job.startUp) : jobs.row(job)).then(
    (result) => ({ result }),
    (error) => ({ error: error.stack ?? String(error) }),
  );
  process.send(answer, () => process.exit());
});
