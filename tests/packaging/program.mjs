// Programs that the tests run.
import { spawn } from 'node:child_process';

/** How long a program may take that should end by itself. */
const patienceMs = 60_000;

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env?: Record<string, string>}} options
 * @returns {Promise<{code: number | string, stdout: string, stderr: string}>}
 */
export function runProgram(command, args, { cwd, env = {} }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  const limit = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(limit);
      resolve({ code: code ?? signal ?? 'unknown', stdout, stderr: shortened(stderr) });
    });
  });
}

/** Without a bundle that is shown as the line of an error. @param {string} text */
const shortened = (text) => (text.length > 4000 ? `${text.slice(0, 1000)} … ${text.slice(-3000)}` : text);

/**
 * Starts a server, and waits until it prints where it is.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env?: Record<string, string>}} options
 * @returns {Promise<{url: string, close: () => Promise<void>}>} `url` ends with a slash
 */
export function startServer(command, args, { cwd, env = {} }) {
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const close = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  let printed = '';
  return new Promise((resolve, reject) => {
    const fail = (reason) => {
      close();
      reject(new Error(`the server did not start: ${reason}\n${printed}`));
    };
    const limit = setTimeout(() => fail('it did not say where it is'), patienceMs);
    const look = (text) => {
      printed += text;
      const url = /http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/.exec(printed);
      if (url === null || !/ready/i.test(printed)) return;
      clearTimeout(limit);
      resolve({ url: `http://127.0.0.1:${url[1]}/`, close });
    };
    child.stdout.setEncoding('utf8').on('data', look);
    child.stderr.setEncoding('utf8').on('data', look);
    child.once('error', fail);
    child.once('close', (code) => fail(`it ended with ${code}`));
  });
}
