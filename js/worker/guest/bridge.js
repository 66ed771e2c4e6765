import { HostBridge } from '../../bridge.js';
import { loadTracer } from '../../trace/load.js';
import { prepareWasi } from '../../wasi/prepare.js';
import { openFiles } from '../../wasi/worker-files.js';
import { thrownOnPage } from '../failure.js';
import { env, pageImports } from '../protocol.js';

/** @import { RawContext } from '../../../pkg/extism_web.js' */
/** @import { Start } from '../protocol.js' */
/** @import { WasiContext } from '../../wasi/types.js' */
/** @import { MessageCalls } from './message-calls.js' */
/** @import { SharedCalls } from './shared-calls.js' */

/** Stands between the host in the worker and the functions that are on the page. */
export class GuestBridge extends HostBridge {
  #calls;
  #vars;
  /** The numbers of functions by `namespace name`. @type {Map<string, number>} */
  #indices = new Map();
  /** @type {[namespace: string, name: string][]} */
  #names;
  /** @type {{value: unknown} | undefined} */
  #thrown;

  /** The directories in memory that the page has, too. @type {ReturnType<typeof openFiles> | undefined} */
  files;

  /**
   * @param {Start} start
   * @param {MessageCalls | SharedCalls} calls
   */
  static async create(start, calls) {
    const tracer = await loadTracer(start.options);
    const bridge = await GuestBridge.#withFiles(start, calls);
    if (tracer) bridge.trace(new tracer());
    return bridge;
  }

  /** @param {Start} start @param {MessageCalls | SharedCalls} calls */
  static async #withFiles(start, calls) {
    const { useWasi, enableWasiOutput } = start.options;
    if (!useWasi) return new GuestBridge(start, calls, undefined);
    const files = openFiles(/** @type {any} */ (start.files));
    const options = /** @type {any} */ ({ useWasi, enableWasiOutput, allowedPaths: files.allowedPaths, logger: calls.logger });
    const bridge = new GuestBridge(start, calls, await prepareWasi(options, undefined));
    bridge.files = files;
    return bridge;
  }

  /**
   * @param {Start} start
   * @param {MessageCalls | SharedCalls} calls
   * @param {(() => WasiContext) | undefined} createWasi
   */
  constructor({ functions, remoteHttp, vars }, calls, createWasi) {
    super(undefined, createWasi);
    this.#names = functions;
    this.#calls = calls;
    this.#vars = vars;
    if (remoteHttp) pageImports.forEach((name, index) => this.#indices.set(key(env, name), index));
    functions.forEach(([namespace, name], index) => this.#indices.set(key(namespace, name), pageImports.length + index));
  }

  /** @override */
  get names() {
    return this.#names;
  }

  /** @override @param {RawContext} host */
  attach(host) {
    super.attach(host);
    host.applyVarChanges(this.#vars);
    this.#calls.attach(host, this);
  }

  /**
   * @override
   * @param {string} namespace
   * @param {string} name
   * @param {string | undefined} result
   * @param {boolean} direct
   */
  wrap(namespace, name, result, direct) {
    const index = this.#indices.get(key(namespace, name));
    return index === undefined ? undefined : this.#calls.wrap(index, `host function "${namespace}" "${name}"`, result, direct);
  }

  /** @override */
  isAsync() {
    return false;
  }

  /**
   * What to throw through the guest, so that it is known again when it comes out.
   * @param {unknown} [error] default: what stands for something that a function on the page threw
   */
  throwing(error = thrownOnPage) {
    this.#thrown = { value: error };
    return error;
  }

  /** @override */
  takeThrown() {
    const thrown = this.#thrown;
    this.#thrown = undefined;
    return thrown;
  }
}

/** @param {string} namespace @param {string} name */
const key = (namespace, name) => `${namespace}\0${name}`;
