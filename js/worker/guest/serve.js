import { RawCompiledPlugin } from '../../../pkg/extism_web.js';
import { listed } from '../../options.js';
import { ready, setRuntime } from '../../runtime.js';
import { WorkerChannel } from '../channel.js';
import { encodeFailure } from '../failure.js';
import { isMarked, marked } from '../protocol.js';
import { GuestBridge } from './bridge.js';
import { MessageCalls } from './message-calls.js';
import { SharedCalls } from './shared-calls.js';

/** @import { Runtime } from '../../runtime.js' */
/** @import { Start, ToPage } from '../protocol.js' */

/**
 * What a worker's entry knows of its runtime.
 *
 * @typedef {object} Scope
 * @property {(message: any, transfer?: Transferable[]) => void} post
 * @property {(receive: (data: unknown) => void) => void} listen
 * @property {Omit<Runtime, 'load' | 'startWorker'>} runtime
 */

/**
 * Serves one plug-in to the page that started this worker.
 *
 * @param {Scope} scope
 */
export function serve({ post, listen, runtime }) {
  /** @param {ToPage} message @param {Transferable[]} [transfer] */
  const tell = (message, transfer) => post(marked(message), transfer);
  /** @type {SharedCalls | MessageCalls | undefined} */
  let calls;
  listen((data) => {
    if (!isMarked(data)) return;
    const message = /** @type {any} */ (data);
    if (calls !== undefined) calls.receive(message);
    else if (message.kind === 'start') start(message, runtime, (calls = callsOver(message, tell)), tell);
  });
  tell({ kind: 'up' });
}

/** @typedef {(message: ToPage, transfer?: Transferable[]) => void} Tell */

/** @param {Start} message @param {Tell} tell */
function callsOver({ shared }, tell) {
  if (shared === undefined) return new MessageCalls(tell);
  return new SharedCalls(tell, new WorkerChannel(shared.channel, shared.ring ? () => tell({ kind: 'ring' }) : undefined));
}

/**
 * Makes the plug-in.
 *
 * @param {Start} message
 * @param {Scope['runtime']} runtime
 * @param {SharedCalls | MessageCalls} calls
 * @param {Tell} tell
 */
async function start(message, runtime, calls, tell) {
  try {
    setRuntime({ ...runtime, load: async () => message.host });
    const [held] = await Promise.all([holdLock(message.life), ready()]);
    tell({ kind: 'starting', held });
    const bridge = await GuestBridge.create(message, calls);
    const raw = RawCompiledPlugin.fromModules(message.modules);
    const call = bridge.begin(undefined);
    const plugin = await raw.instantiate(listed({ ...message.options, logger: calls.logger }), bridge, message.shared?.kernel);
    bridge.end(call);
    calls.serve({ plugin, bridge, module: raw.main });
  } catch (error) {
    calls.failed(encodeFailure(error));
  }
}

/**
 * Holds a lock until this worker ends, where there are locks: so the page learns of its end.
 *
 * @param {string} name
 * @returns {Promise<boolean>} whether there are
 */
function holdLock(name) {
  const locks = globalThis.navigator?.locks;
  if (locks === undefined) return Promise.resolve(false);
  return new Promise((resolve, reject) => {
    const forever = () => {
      resolve(true);
      return new Promise(() => {});
    };
    locks.request(name, forever).catch(reject);
  });
}
