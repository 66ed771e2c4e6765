// The installed package in frameworks: on the server, while a page is made, and on the page, in workers.
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { isolation, serve } from '../../scripts/lib/serve.mjs';
import { answer, workersAnswer } from './answer.mjs';
import { addPlugins, filesBelow } from './install.mjs';
import { runProgram } from './program.mjs';
import { policyWith, urlShows } from './show.mjs';
import { toolProject, toolScript } from './tools.mjs';

/** How each makes static pages of an app: its program, and where they are then. */
const frameworks = {
  SvelteKit: { tool: 'sveltekit', app: 'sveltekit-app', public: 'static', program: 'vite/bin/vite.js', args: ['build'], made: 'build' },
  Astro: { tool: 'astro', app: 'astro-app', public: 'public', program: 'astro/astro.js', args: ['build'], made: 'dist' },
  Nuxt: { tool: 'nuxt', app: 'nuxt-app', public: 'src/public', program: 'nuxt/bin/nuxt.mjs', args: ['generate'], made: '.output/public' },
};

/**
 * @param {() => import('./install.mjs').Project} packed
 * @param {() => import('../e2e/visit.mjs').Browser} browser
 */
export function frameworkTests(packed, browser) {
  for (const [name, { tool, app, public: files, program, args, made }] of Object.entries(frameworks)) {
    it(`runs plug-ins on the server and, also in workers, on the page, built by ${name} without settings`, async () => {
      const project = await toolProject(tool, packed());
      await cp(fileURLToPath(new URL(app, import.meta.url)), project.folder, { recursive: true });
      await mkdir(join(project.folder, files), { recursive: true });
      await addPlugins(join(project.folder, files));
      const env = { CI: '1', NODE_ENV: '', NO_COLOR: '1', ASTRO_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1' };
      const { code, stdout, stderr } = await runProgram(process.execPath, [toolScript(project, program), ...args], { cwd: project.folder, env });
      expect(code, stdout + stderr).to.equal(0);
      const root = join(project.folder, made);
      const hosts = (await filesBelow(root)).filter((file) => /extism_web_bg.*\.wasm$/.test(file));
      expect(hosts, 'copies of the host').to.have.length(1);
      // Their pages begin with scripts and styles in the page.
      const policy = policyWith("'unsafe-inline'").replace("style-src 'self'", "style-src 'self' 'unsafe-inline'");
      for (const headers of [{}, isolation]) {
        const server = await serve({ roots: { '/': root }, headers: { 'content-security-policy': policy, ...headers } });
        try {
          const page = await (await fetch(server.url)).text();
          expect(page.replaceAll('&quot;', '"')).to.contain(`${answer}</output>`);
          await urlShows(browser(), server.url, workersAnswer);
        } finally {
          await server.close();
        }
      }
    });
  }
}
