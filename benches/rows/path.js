// Where the time of a small call goes: its steps over the kernel, by hand, each with all those before it.
import { patterned } from '../harness/assets.js';
import { echoByHand } from '../harness/floors.js';
import { Outputs } from '../../js/output.js';
import { calls } from './calls.js';
import { echoCall } from './echo.js';

const bytes = 16;

/** @returns {Promise<import('../harness/measure.js').Contestant[]>} */
async function steps() {
  const { kernel, guest } = await echoByHand();
  const { host_begin, host_status, host_output_offset, host_output_length } = kernel.exports;
  const input = patterned(bytes);
  const view = new Uint8Array(kernel.memory.buffer);
  const outputs = new Outputs();
  const { echo } = guest;
  let sink;
  const begin = () => host_begin(bytes);
  const copyIn = () => view.set(input, begin());
  const run = () => {
    copyIn();
    return echo();
  };
  const outcome = (take) => {
    if (run() !== 0 || host_status() !== 1) throw new Error('the call failed');
    sink = take(host_output_offset(), host_output_length());
  };
  const sum = (at, length) => at + length;
  const output = (at, length) => outputs.copy(view, at, length);
  const contestant = (name, step) => ({
    name,
    run(times) {
      for (let i = 0; i < times; i++) step();
      return sink;
    },
  });
  return [
    contestant('host_begin: reset, room for the input', begin),
    contestant('+ copy in', copyIn),
    contestant('+ the plug-in runs', run),
    contestant('+ status, offset, length', () => outcome(sum)),
    contestant('+ copy out', () => outcome(output)),
  ];
}

/** @type {import('./index.js').Row[]} */
export const pathRows = [
  {
    id: 'path-16',
    group: 'path',
    name: `steps of a call, ${bytes} B in and out`,
    against: null,
    contestants: async () => {
      const [ours, ...others] = await calls({ ...echoCall(bytes), sync: true });
      return [ours, ...others.filter(({ name }) => name.startsWith('ours')), ...(await steps())];
    },
  },
];
