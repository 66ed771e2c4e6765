// Running other programs, on three operating systems.
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, root } from './paths.mjs';

/** A failure whose message says all there is to say: printed without a stack. */
export class Failure extends Error {}

/** The file names under which `name` may stand on disk. */
const spellings = (name) => (process.platform === 'win32' ? [`${name}.exe`, name] : [name]);

/** Whether `path` is a file that can be run. */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The first of `names` found on PATH, as a full path, or null. */
export function which(...names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  for (const name of names)
    for (const folder of folders)
      for (const spelling of spellings(name)) {
        const path = join(folder, spelling);
        if (isExecutable(path)) return path;
      }
  return null;
}

/** How a command is written in messages. */
export const shown = (command, args) =>
  [command, ...args].map((word) => (/[\s"']/.test(word) ? JSON.stringify(word) : word)).join(' ');

/**
 * Run a program in the repository's root with the terminal's output, and no input.
 * @returns {Promise<void>} rejects with a Failure when it cannot start or ends with another code than 0.
 */
export async function run(command, args, { env = process.env, cwd = root, quiet = false } = {}) {
  const { code, output } = await stream(command, args, { env, cwd, onText: quiet ? () => {} : undefined });
  if (code === 0) return;
  if (quiet) process.stderr.write(output);
  throw new Failure(`${shown(command, args)} ended with ${code}`);
}

/**
 * Run a program and keep what it prints, while `onText` (the terminal, unless told) sees it as it comes.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, cwd?: string, onText?: (text: string) => void}} [options]
 * @returns {Promise<{code: number|string, output: string}>}
 */
export function stream(command, args, { env = process.env, cwd = root, onText } = {}) {
  const show = onText ?? ((text) => process.stdout.write(text));
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
    let output = '';
    for (const pipe of [child.stdout, child.stderr]) {
      pipe.setEncoding('utf8');
      pipe.on('data', (text) => {
        output += text;
        show(text);
      });
    }
    child.on('error', (error) => resolve({ code: error.message, output: output + error.message }));
    child.on('close', (code, signal) => resolve({ code: code ?? signal ?? 'unknown', output }));
  });
}

/** What a program prints, trimmed; null when it cannot start or fails. */
export function capture(command, args, { env = process.env, cwd = root } = {}) {
  const { status, stdout } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    windowsHide: true,
  });
  return status === 0 ? stdout.trim() : null;
}

/**
 * The command that runs npm. npm on Windows is a batch file, which Node starts only through a shell, so
 * its script is run with this Node wherever it can be found.
 */
export function npm(...args) {
  const beside = process.platform === 'win32' ? 'node_modules' : '../lib/node_modules';
  const script = [process.env.npm_execpath, join(process.execPath, '..', beside, 'npm/bin/npm-cli.js')].find(
    (path) => path?.endsWith('npm-cli.js') && isFile(path),
  );
  return script ? [process.execPath, [script, ...args]] : ['npm', args];
}

/** The command that runs the program `bin` of the installed npm package `name`, without npx. */
export function packageBin(name, bin, ...args) {
  const folder = inRoot('node_modules', name);
  const entry = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).bin;
  const path = typeof entry === 'string' ? entry : entry[bin];
  return [process.execPath, [join(folder, path), ...args]];
}

function isFile(path) {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** Run `main`, with a Failure printed as one line and every other error in full; sets the exit code. */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Failure ? `error: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Whether the module with this `import.meta.url` is the one Node was started with. */
export const isMain = (url) => process.argv[1] !== undefined && url === pathToFileURL(realpathSync(process.argv[1])).href;
