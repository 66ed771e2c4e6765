const { join } = require('node:path');
const host = require('extism-web');

import('./in-worker.mjs').then(async ({ useWorkers }) => {
  console.log(await useWorkers(host, (name) => join(__dirname, name)));
});
