// The same for Node; what it does is its data.
import { parentPort, workerData } from 'node:worker_threads';
import '../../../js/worker-node.js';
import { beOdd } from './oddities.js';

beOdd(workerData, {
  listen: (receive) => parentPort.on('message', receive),
  post: (data) => parentPort.postMessage(data),
  end: () => process.exit(0),
});
