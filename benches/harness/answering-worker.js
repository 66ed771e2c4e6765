// The other side of the floors for workers: answers every ring of a doorbell, or every message, at once.
const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;

/** @param {(message: any, post: (message: any, transfer: any[]) => void) => void} receive */
async function listen(receive) {
  if (!inNode) {
    addEventListener('message', ({ data }) => receive(data, (message, transfer) => postMessage(message, /** @type {any} */ (transfer))));
    return;
  }
  const { parentPort } = await import('node:worker_threads');
  parentPort.on('message', (data) => receive(data, (message, transfer) => parentPort.postMessage(message, transfer)));
}

/** Does nothing else from now on. @param {Int32Array} bells the worker's and the page's */
function answerRings(bells) {
  for (let seen = 0; ; ) {
    while (Atomics.load(bells, 0) === seen) Atomics.wait(bells, 0, seen);
    // Before the answer, upon which the next ring may come.
    seen = Atomics.load(bells, 0);
    Atomics.add(bells, 1, 1);
    Atomics.notify(bells, 1);
  }
}

listen((message, post) => {
  if (message.bells !== undefined) answerRings(message.bells);
  post(message, message.bytes === undefined ? [] : [message.bytes.buffer]);
});
