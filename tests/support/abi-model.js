// A model of the plug-in ABI's imports, in the simplest way: what a host must answer to a plug-in that calls them in any order.
import { Call, LEVELS, MAX_PAGES, texts } from './abi-call.js';
import { results, script } from './abi-script.js';
import { random } from './random.js';

/** All vars together. */
const MAX_VAR_BYTES = 300;

/** A plug-in's state, as its host must keep it. */
export class AbiModel {
  /** @type {Map<string, Uint8Array>} */
  vars = new Map();
  config = { '': 'of no name', a: 'value of a', greeting: 'Howdy ä', ä: '1', ['x'.repeat(40)]: 'y'.repeat(300) };
  #lines = [];

  /** @param {number} seed */
  constructor(seed) {
    this.below = random(seed);
    /** Index of the lowest level that is logged; none at 5. */
    this.level = this.below(LEVELS.length + 1);
  }

  /** Options for the plug-in `abi`. */
  options() {
    const logger = Object.fromEntries(LEVELS.map((level) => [level, (text) => void this.#lines.push([level, text])]));
    return { config: this.config, logger, logLevel: LEVELS[this.level] ?? 'silent', memory: { maxPages: MAX_PAGES, maxVarBytes: MAX_VAR_BYTES } };
  }

  /** Whether there is room for it. @param {string} key @param {Uint8Array} value */
  setVar(key, value) {
    const cost = (name, { length }) => Math.max(name.length - 256, 0) + length;
    const bytes = [...this.vars].reduce((sum, [name, other]) => sum + (name === key ? 0 : cost(name, other)), cost(key, value));
    if (bytes > MAX_VAR_BYTES) return false;
    this.vars.set(key, Uint8Array.from(value));
    return true;
  }

  /**
   * Has the plug-in make a call of imports in any order.
   * @param {import('extism-web').Plugin} plugin
   * @returns {Promise<string>} what it came to
   * @throws {Error} where the host and the model differ
   */
  async call(plugin) {
    const call = new Call(this.below, this);
    const steps = Object.values(call.steps);
    for (let left = 5 + this.below(this.below(3) === 0 ? 150 : 60); left > 0 && call.code === undefined; left--) steps[this.below(steps.length)]();
    if (call.code === undefined) call.readAll();
    const quiet = this.below(3) === 0;
    const input = script(call.lines);
    this.#lines.length = 0;
    const outcome = await plugin.call(quiet ? 'run_quiet' : 'run', input).then((output) => ({ output, code: undefined }), (error) => ({ error, code: error.code }));
    const { blocks } = await plugin.memory();
    const wrong = this.#compare(call, quiet, input, outcome, blocks);
    if (wrong !== undefined) throw new Error(`${wrong}${outcome.error ? ` (${outcome.error})` : ''}:\n${shown(call.lines)}`);
    return outcome.code ?? 'output';
  }

  /** What is wrong. @returns {string | undefined} */
  #compare(call, quiet, input, { output, error, code }, blocks) {
    if (JSON.stringify(this.#lines) !== JSON.stringify(call.logged)) return `logged ${JSON.stringify(this.#lines)} instead of ${JSON.stringify(call.logged)}`;
    const wanted = call.ending(quiet);
    if (code !== wanted) return `ended in ${code} instead of ${wanted}`;
    if (wanted === 'PLUGIN_ERROR') {
      const message = `Plugin-originated error: ${texts.decode(call.error.content)}`;
      return error.message === message ? undefined : `the message is not ${JSON.stringify(message)}`;
    }
    if (code !== undefined) return undefined;
    if (!quiet) {
      const all = Object.assign(results(output), { input });
      for (const [index, expected] of call.expected.entries()) {
        const text = typeof expected === 'function' ? expected(all[index], all) : expected === undefined || expected === all[index] ? undefined : `not ${expected}`;
        if (text !== undefined) return `line ${index}, ${call.lines[index][0]}, gave ${all[index]}: ${text}`;
      }
    } else {
      const given = output && [...output.bytes()];
      const should = call.output === undefined ? null : call.output === 'empty' ? [] : [...call.output.block.content.subarray(call.output.from, call.output.from + call.output.length)];
      if (JSON.stringify(given) !== JSON.stringify(should)) return `the output is ${JSON.stringify(given)} instead of ${JSON.stringify(should)}`;
    }
    const live = call.blocks.filter(({ state }) => state === 'live').map(({ content: { length } }) => length);
    const lengths = [...(call.inputFreed ? [] : [input.length]), ...(quiet ? [] : [8 * call.lines.length]), ...live].sort((one, other) => one - other);
    const found = blocks.map(({ length }) => length).sort((one, other) => one - other);
    return String(found) === String(lengths) ? undefined : `there are blocks of ${found} bytes instead of ${lengths}`;
  }
}

/** Lines as one would write them. */
const shown = (lines) => lines.map(([operation, ...args], index) => `${index} ${operation}(${args.map((arg) => (typeof arg === 'bigint' ? `${arg}n` : arg instanceof Uint8Array ? `[${arg}]` : `line ${arg.index} + ${arg.addend}`)).join(', ')})`).join('\n');

/**
 * Makes a plug-in and has it make some calls.
 * @param {(manifest: unknown, options: unknown) => Promise<any>} createPlugin
 * @param {Uint8Array} abi the plug-in `abi`
 * @param {number} seed
 * @returns {Promise<string[]>} what the calls came to
 */
export async function tryCalls(createPlugin, abi, seed) {
  const model = new AbiModel(seed);
  const plugin = await createPlugin(abi, model.options());
  const outcomes = [];
  try {
    for (let call = 0; call < 8; call++) outcomes.push(await model.call(plugin));
  } finally {
    await plugin.close();
  }
  return outcomes;
}
