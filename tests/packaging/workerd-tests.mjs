// The installed package in workerd.
import { expect } from 'chai';
import { startServers } from '../support/server.mjs';
import { expectAnswers } from './edge.mjs';
import { toolProject } from './tools.mjs';
import { inWorkerd } from './workerd.mjs';

/** @param {() => import('./install.mjs').Project} packed */
export function workerdTests(packed) {
  /** @type {import('./install.mjs').Project} */
  let project;
  let servers;
  before(async () => {
    project = await toolProject('wrangler', packed());
    servers = await startServers();
  });
  after(() => servers?.close());

  const server = () => encodeURIComponent(servers.main.url);
  const allAnswer = (program, flags) => inWorkerd(project, program, flags, async (get) => expectAnswers(await (await get(`answers?server=${server()}`)).json()));

  it('does all that can be done there, and says what cannot', () => allAnswer('workerd.js', []));
  it('does the same where Node is imitated', () => allAnswer('workerd.js', ['nodejs_compat']));
  it('does the same with the host and the kernel given to initialize', () => allAnswer('workerd-module.js', []));

  it('says what is missing where initialize was given the host alone', () =>
    inWorkerd(project, 'workerd-module.js', [], async (get) => {
      expect(await (await get('without-kernel')).text()).to.match(/^UNSUPPORTED the kernel could not be started: .*; see extism-web's docs\/edge\.md$/);
    }));

  it('answers many requests at once, with plug-ins of the program and of their own', () =>
    inWorkerd(project, 'workerd.js', [], async (get) => {
      const answers = await Promise.all(
        Array.from({ length: 120 }, async (_, index) => {
          const vowels = 'a'.repeat(index % 40);
          const path = [`shared?text=${vowels}`, `lazy?text=${vowels}`, `own?text=${index}&ms=${index % 50}&server=${server()}`][index % 3];
          const text = await (await get(path)).text();
          return index % 3 === 2 ? [text, `slow${index}`] : [JSON.parse(text).count, index % 40];
        }),
      );
      for (const [answer, expected] of answers) expect(answer).to.equal(expected);
    }));
}
