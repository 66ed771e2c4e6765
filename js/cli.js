/**
 * The command `extism-web`.
 * @module
 */
import { readFileSync } from 'node:fs';
import { bench } from './cli/bench.js';
import { call } from './cli/call.js';
import { exitCodes, report, UsageError } from './cli/fail.js';
import { help } from './cli/help.js';
import { inspect } from './cli/inspect.js';
import { suggestion } from './cli/suggest.js';

/** @type {Record<string, (args: string[]) => Promise<void>>} */
const commands = { bench, call, inspect };

const version = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

/** Whether one of the options is given, before what is no option. @param {string[]} args @param {string[]} names */
const has = (args, ...names) => args.slice(0, args.includes('--') ? args.indexOf('--') : undefined).some((arg) => names.includes(arg));

/** @param {string[]} args */
async function run([name, ...args]) {
  const command = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command !== undefined && !has(args, '-h', '--help')) return command(args);
  if (name === undefined || command !== undefined || ['-h', '--help', 'help'].includes(name)) return console.log(help(command ? name : args[0]));
  if (['-v', '--version', 'version'].includes(name)) return console.log(version());
  throw new UsageError(`there is no command ${name}${suggestion(name, Object.keys(commands))}`);
}

// Who reads the output has seen enough.
process.stdout.on('error', (error) => process.exit(/** @type {NodeJS.ErrnoException} */ (error).code === 'EPIPE' ? exitCodes.done : exitCodes.failed));

const args = process.argv.slice(2);
run(args).then(
  () => (process.exitCode = exitCodes.done),
  (error) => (process.exitCode = report(error, has(args, '--json'))),
);
