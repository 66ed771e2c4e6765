// Plug-ins in workers: on a cross-origin-isolated page (or in Node), where memory is shared, and on any other page.
import { patterned } from '../harness/assets.js';
import { doorbell, doorbellAndCopies, messages } from '../harness/worker-floors.js';
import { countVowelsCall } from './count-vowels.js';
import { echoCall } from './echo.js';
import { hostCall } from './host-functions.js';
import { operationCall } from './imports.js';
import { messageCalls, withoutReset, workerCalls } from './worker-calls.js';

const KiB = 1024;
const MiB = 1024 * KiB;

/** How often a plug-in's call uses an import. */
const times = 10;

/** As many calls as the JavaScript host makes well between two resets; each keeps input and output. @param {number} bytes */
const callsPerReset = (bytes) => (bytes <= KiB ? 100 : bytes <= 64 * KiB ? 20 : 1);

/**
 * What is called. `trips` is how often both sides must speak and hear at least.
 * @type {{id: string, name: string, bytes: number, trips?: number, call: () => import('./calls.js').Call, copies?: boolean,
 *   besides?: (call: import('./calls.js').Call) => Promise<import('../harness/measure.js').Contestant>[]}[]}
 */
const works = [
  { id: 'call-0', name: 'call, 0 B in and out', bytes: 0, call: () => echoCall(0) },
  {
    id: 'call-16',
    name: 'call, 16 B in and out',
    bytes: 16,
    call: () => echoCall(16),
    besides: (call) => [withoutReset(call, 1000)],
  },
  { id: 'call-1024', name: 'call, 1024 B in and out', bytes: KiB, call: () => echoCall(KiB) },
  { id: 'echo-64KiB', name: 'echo of 64 KiB', bytes: 64 * KiB, call: () => echoCall(64 * KiB), copies: true },
  { id: 'echo-1MiB', name: 'echo of 1 MiB', bytes: MiB, call: () => echoCall(MiB), copies: true },
  { id: 'echo-8MiB', name: 'echo of 8 MiB', bytes: 8 * MiB, call: () => echoCall(8 * MiB), copies: true },
  { id: 'count-vowels-1KiB', name: 'count_vowels, 1 KiB', bytes: KiB, call: () => countVowelsCall(KiB) },
  { id: 'count-vowels-1MiB', name: 'count_vowels, 1 MiB', bytes: MiB, call: () => countVowelsCall(MiB) },
  { id: 'host-function-16B', name: `call with ${times} × host function, 16 B`, bytes: MiB, trips: times + 1, call: () => hostCall(16, times) },
  {
    id: 'host-function-64KiB',
    name: `call with ${times} × host function, 64 KiB`,
    bytes: MiB,
    trips: times + 1,
    call: () => hostCall(64 * KiB, times),
  },
  { id: 'config-get', name: `call with ${times} × config get`, bytes: MiB, call: () => operationCall('config_get', times) },
  { id: 'var-get', name: `call with ${times} × var get`, bytes: MiB, call: () => operationCall('var_get', times) },
  { id: 'var-set', name: `call with ${times} × var set`, bytes: MiB, call: () => operationCall('var_set', times) },
];

const floorName = (what, trips) => (trips === 1 ? what : `${trips} ${what}s`);

/** @type {(work: typeof works[number]) => import('./index.js').Row} */
const sharedRow = ({ id, name, bytes, trips = 1, call, copies = false, besides = () => [] }) => ({
  id: `worker-${id}`,
  group: 'worker',
  name: `worker: ${name}`,
  floor: copies ? 'doorbell, two copies' : floorName('doorbell', trips),
  contestants: async () => [
    ...(await workerCalls(call(), callsPerReset(bytes))),
    copies ? await doorbellAndCopies(patterned(bytes)) : await doorbell(trips),
    ...(await Promise.all(besides(call()))),
  ],
});

/** @type {(work: typeof works[number]) => import('./index.js').Row} */
const messageRow = ({ id, name, bytes, trips = 1, call, copies = false }) => ({
  id: `messages-${id}`,
  group: 'messages',
  name: `worker, not isolated: ${name}`,
  engines: ['chromium'],
  isolated: false,
  against: null,
  floor: floorName('message', trips),
  contestants: async () => [...(await messageCalls(call())), await messages(patterned(copies ? bytes : 16), trips)],
});

/** @type {import('./index.js').Row[]} */
export const workerRows = [...works.map(sharedRow), ...works.map(messageRow)];
