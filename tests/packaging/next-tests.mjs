// The installed package in Next.js: in a route handler, a server component and a page, built by both of its bundlers.
import { mkdir, rm } from 'node:fs/promises';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { startServers } from '../support/server.mjs';
import { answer, workersAnswer } from './answer.mjs';
import { expectAnswers } from './edge.mjs';
import { addPlugins } from './install.mjs';
import { runProgram, startServer } from './program.mjs';
import { urlShows } from './show.mjs';
import { toolProject, toolScript, withoutPackage } from './tools.mjs';

/**
 * @param {() => import('./install.mjs').Project} packed
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function nextTests(packed, browser) {
  /** @type {import('./install.mjs').Project} */
  let project;
  let servers;
  after(() => servers?.close());
  before(async () => {
    servers = await startServers();
    project = await toolProject('next', packed());
    await cp(fileURLToPath(new URL('next-app', import.meta.url)), project.folder, { recursive: true });
    await mkdir(join(project.folder, 'public'));
    await addPlugins(join(project.folder, 'public'));
  });

  const next = (out, ...args) => [
    process.execPath,
    [toolScript(project, 'next/dist/bin/next'), ...args],
    { cwd: project.folder, env: { NEXT_TELEMETRY_DISABLED: '1', NEXT_OUT: out, CI: '1', NODE_ENV: '' } },
  ];

  for (const bundler of ['turbopack', 'webpack']) {
    it(`runs plug-ins in a route handler, at the edge, in a server component and a page, built by ${bundler}`, async () => {
      const out = `.next-${bundler}`;
      await rm(join(project.folder, out), { recursive: true, force: true });
      const { code, stdout, stderr } = await runProgram(...next(out, 'build', `--${bundler}`));
      expect(code, stdout + stderr).to.equal(0);
      await withoutPackage(project, async () => {
        const server = await startServer(...next(out, 'start', '--hostname', '127.0.0.1', '--port', '0'));
        try {
          const read = async (path) => (await fetch(server.url + path)).text();
          expect(await read('api/answer')).to.equal(`${answer} | ${workersAnswer}`);
          expect((await read('server')).replaceAll('&quot;', '"')).to.contain(`<output id="result">${answer}</output>`);
          await urlShows(browser(), server.url, workersAnswer);
          expectAnswers(JSON.parse(await read(`api/edge?server=${encodeURIComponent(servers.main.url)}`)));
        } finally {
          await server.close();
        }
      });
    });
  }
}
