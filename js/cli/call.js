import { writeFile } from 'node:fs/promises';
import { createPlugin } from '../node.js';
import { common, inputOptions, pluginOptions, readArgs, wholeNumber } from './args.js';
import { UsageError } from './fail.js';
import { manifestOf, optionsOf } from './plugin.js';
import { suggestion } from './suggest.js';

export const options = /** @type {const} */ ({ ...common, ...pluginOptions, ...inputOptions, loop: { type: 'string' }, output: { type: 'string', short: 'o' } });

/** What standard input has. */
async function standardInput() {
  const chunks = [];
  for await (const chunk of process.stdin) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** The input of the calls. @param {import('./plugin.js').Values} values */
export async function inputOf(values) {
  if (values.input !== undefined && values.stdin) throw new UsageError('give either --input or --stdin');
  return values.stdin ? standardInput() : /** @type {string | undefined} */ (values.input);
}

/** The plug-in and the function that a command names. @param {string[]} positionals @param {string} command */
export function pluginAndFunction([source, name, ...more], command) {
  if (source === undefined || name === undefined) throw new UsageError(`${command} takes a plug-in and a function: extism-web ${command} PLUGIN FUNCTION`);
  if (more.length > 0) throw new UsageError(`${command} takes a plug-in and a function, and was given ${JSON.stringify(more[0])}, too: input goes behind --input`);
  return { source, name };
}

/**
 * Makes a plug-in that has a function.
 *
 * @param {string} source
 * @param {string} name
 * @param {import('./plugin.js').Values} values
 */
export async function pluginWith(source, name, values) {
  const plugin = await createPlugin(await manifestOf(source, values), optionsOf(values));
  if (await plugin.functionExists(name)) return plugin;
  const functions = (await plugin.getExports()).filter(({ kind }) => kind === 'function').map((row) => row.name);
  await plugin.close();
  throw new UsageError(`the plug-in has no function ${name}${suggestion(name, functions)}`);
}

/** Whether a terminal's next line would begin behind the output. @param {Uint8Array} bytes */
const isOpenLine = (bytes) => process.stdout.isTTY && bytes.length > 0 && bytes.at(-1) !== 10;

/** Writes to standard output; resolves when that is done. */
const write = (/** @type {string | Uint8Array} */ text) => new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve(undefined))));

/**
 * Calls a function, and writes its output.
 *
 * @param {string[]} args
 */
export async function call(args) {
  const { values, positionals } = readArgs(args, options);
  const { source, name } = pluginAndFunction(positionals, 'call');
  const times = wholeNumber('loop', values.loop, 1) ?? 1;
  const input = await inputOf(values);
  const plugin = await pluginWith(source, name, values);
  try {
    for (let time = 0; time < times; time += 1) {
      const bytes = (await plugin.call(name, input))?.bytes() ?? new Uint8Array(0);
      if (values.output !== undefined) await writeFile(values.output, bytes);
      else {
        await write(bytes);
        if (times > 1 || isOpenLine(bytes)) await write('\n');
      }
    }
  } finally {
    await plugin.close();
  }
}
