// Checks blocks of shell commands: that they can be read, and that what they name exists.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';

const own = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

/** The commands of a block, without their comments. @param {string} code */
export const commands = (code) =>
  code
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');

/** Whether the block builds a bundle, which is run with the block of JavaScript after it. @param {string} code */
export const isBuild = (code) => commands(code).some((command) => command.startsWith('esbuild '));

/** Whether the block runs the package's own command. @param {string} code */
export const isOfPackage = (code) => commands(code).some((command) => command.includes('npx extism-web '));

/**
 * Runs a block of the package's own command where the package is installed; a command prints what the comment behind it says.
 *
 * @param {string} code
 * @param {string} cwd
 */
export function runs(code, cwd) {
  const PATH = `${join(cwd, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`;
  for (const line of code.split('\n')) {
    const [, command, printed] = /^(.*?)(?:\s+# (.*))?$/.exec(line) ?? [];
    // What npx would look for is installed here.
    const { status, stdout, stderr } = spawnSync('bash', ['-e'], { input: command.replaceAll('npx ', ''), cwd, encoding: 'utf8', env: { ...process.env, PATH } });
    expect({ status, stderr }, line).to.deep.equal({ status: 0, stderr: '' });
    if (printed !== undefined) expect(stdout, line).to.equal(printed);
  }
}

/** By program: how a command is checked. @type {Record<string, (words: string[], command: string) => void>} */
const checks = {
  npm([, verb, name]) {
    // A tool of somebody else's, which asks questions.
    if (verb === 'create') return expect(name).to.equal('vite@latest');
    if (['install', 'i', 'add'].includes(verb)) return expect(name).to.equal(own.name);
    const script = verb === 'run' ? name : verb;
    expect(own.scripts, `npm ${verb}`).to.have.property(script);
  },
  cd: ([, folder]) => expect(folder).to.match(/^[\w-]+$/),
  node([, path]) {
    expect(existsSync(inRoot(path)), path).to.equal(true);
  },
  '.ci/run': () => expect(existsSync(inRoot('.ci', 'run'))).to.equal(true),
};

/**
 * @param {string} code
 * @throws {Error} also for a command that nothing here can check
 */
export function checkShell(code) {
  const { status, stderr } = spawnSync('bash', ['-n'], { input: code, encoding: 'utf8' });
  expect({ status, stderr }).to.deep.equal({ status: 0, stderr: '' });
  expect(commands(code), 'commands').to.not.be.empty;
  for (const command of commands(code)) {
    const words = command.split(/\s+/);
    const check = checks[words[0]];
    if (check === undefined) throw new Error(`nothing checks the command ${command}: see tests/docs/shell.mjs`);
    check(words, command);
  }
}
