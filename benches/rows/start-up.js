// From nothing to the first answer, each time in a fresh page or process.

const job = {
  guest: 'count_vowels',
  call: 'count_vowels',
  input: 'Hello, World!',
  expected: '{"count":3,"total":3,"vowels":"aeiouAEIOU"}',
};

const published = { ours: 'extism-web', theirs: '@extism/extism' };
const bundled = { ours: '/target/benches/bundles/ours.js', theirs: '/target/benches/bundles/theirs.js' };
const runInWorker = { options: { runInWorker: true } };
/** esbuild does not find the script by itself. The JavaScript host carries its own. */
const runInBundledWorker = { options: { runInWorker: true, worker: '/target/benches/bundles/worker.js' } };

/** A phone on a good day. Files are compressed. */
const network = { latencyMs: 40, mbitPerSecond: 10 };

/** @returns {import('./index.js').Row} */
const row = (id, name, how, engines) => ({ id, group: 'start-up', name: `import to first answer, ${name}`, engines, startUp: { ...job, ...how } });

/** The same where the plug-in is as large on its way as one of 450 kB. */
const padded = { guest: 'padded' };

/** @type {import('./index.js').Row[]} */
export const startUpRows = [
  row('start-up', 'as published', published),
  row('start-up-bundled', 'bundled and minified', bundled, ['chromium']),
  { ...row('start-up-steps', 'as published, step by step', { ours: published.ours, steps: true }, ['chromium']), against: null },
  row('start-up-network', 'everything by URL over 40 ms and 10 Mbit/s', { ...published, network }, ['chromium']),
  row('start-up-network-large', 'the same, a plug-in of 180 kB compressed', { ...published, ...padded, network }, ['chromium']),
  row('start-up-network-hints', 'the same, all files named in the head', { ...published, ...padded, network: { ...network, hints: true } }, ['chromium']),
  row('start-up-network-warm', 'the same, on a second visit', { ...published, ...padded, network: { ...network, warm: true } }, ['chromium']),
  row('start-up-network-worker', 'in a worker, everything by URL over 40 ms and 10 Mbit/s', { ...published, ...runInWorker, network }, ['chromium']),
  row('start-up-worker', 'in a worker, as published', { ...published, ...runInWorker }),
  row('start-up-worker-bundled', 'in a worker, bundled and minified', { ...bundled, ...runInBundledWorker }, ['chromium']),
];
