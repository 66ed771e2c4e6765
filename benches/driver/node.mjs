// Rows in Node: a process of its own for each.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('node-child.mjs', import.meta.url));

/** Both hosts load what Node calls experimental. */
const execArgv = ['--disable-warning=ExperimentalWarning'];

/** The processes that have not ended. */
const running = new Set();

/** @returns {Promise<any>} what the child answers to the job */
function inChild(job) {
  return new Promise((resolve, reject) => {
    const process = fork(child, [], { serialization: 'advanced', execArgv });
    running.add(process);
    process.once('close', () => running.delete(process));
    process.once('message', ({ result, error }) => (error === undefined ? resolve(result) : reject(new Error(error))));
    process.once('error', reject);
    process.once('close', (code, signal) => reject(new Error(`the process ended with ${code ?? signal}`)));
    process.send(job);
  });
}

/** @returns {Promise<import('./engine.mjs').Engine>} */
export async function start() {
  return {
    name: 'Node',
    version: process.versions.node,
    row: (id, settings) => inChild({ id, settings }),
    startUp: (startUp) => inChild({ startUp }),
    async abandon() {
      for (const process of running) process.kill('SIGKILL');
    },
    async close() {},
  };
}
