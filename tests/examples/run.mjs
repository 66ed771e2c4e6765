// The examples in Rust, built by their frameworks' own tools and used in Chromium; the one source for two hosts, run on both:
// npm run examples. The last line printed is "N passed, N failed, N skipped".
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'chai';
import { build } from '../../scripts/build.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { run, runMain } from '../../scripts/lib/process.mjs';
import { cargoEnv, wasmTarget } from '../../scripts/lib/rust.mjs';
import { serve } from '../../scripts/lib/serve.mjs';
import { chromedriver, chromium } from '../../scripts/setup/chromium.mjs';
import { dx, ensure as ensureDx } from '../../scripts/setup/dioxus-cli.mjs';
import { ensure as ensureTrunk, trunk } from '../../scripts/setup/trunk.mjs';
import { wasmBindgen, wasmBindgenTestRunner } from '../../scripts/setup/wasm-bindgen.mjs';
import { webdriverEnv } from '../../scripts/test/webdriver.mjs';
import { launch } from '../e2e/chromium.mjs';
import { runTests } from '../e2e/run-tests.mjs';
import { Visit } from '../e2e/visit.mjs';

const testTimeoutMs = 1_800_000;
const example = (...names) => inRoot('examples', ...names);

/** Where an example is built to. */
const dist = (name) => inRoot('target', 'examples', name);

/** Builds by a tool that needs the wasm-bindgen command, and maybe esbuild. */
const env = () => ({ ...cargoEnv(), PATH: [dirname(wasmBindgen()), inRoot('node_modules', '.bin'), process.env.PATH].join(delimiter), NO_DOWNLOADS: '1' });

/** The example's crates, so that no tool asks for newer ones. */
const fetchCrates = (name) => run('cargo', ['fetch', '--quiet', '--locked'], { cwd: example(name), env: cargoEnv() });

async function buildLeptos() {
  await ensureTrunk();
  await fetchCrates('rust-leptos');
  await run(trunk(), ['build', '--locked', '--offline', '--dist', dist('rust-leptos')], { cwd: example('rust-leptos'), env: env() });
  return dist('rust-leptos');
}

async function buildDioxus() {
  await ensureDx();
  await fetchCrates('rust-dioxus');
  await run(dx(), ['bundle', '--web', '--release', '--locked', '--offline', '--out-dir', dist('rust-dioxus')], { cwd: example('rust-dioxus'), env: env() });
  return join(dist('rust-dioxus'), 'public');
}

/** What an example's page shows. Runs in the page. */
function look() {
  const { document } = globalThis;
  const text = (selector) => document.querySelector(selector)?.textContent ?? null;
  return { output: text('#output'), error: text('#error'), ready: document.querySelector('#run')?.disabled === false };
}

/**
 * What every example's page does.
 * @param {string} title
 * @param {() => Promise<string>} make builds it, and gives the folder to serve
 */
function pageTests(title, make) {
  /** @type {Visit} */
  let visit;
  const sees = (check) => visit.eventually(look, check);
  const call = async (name, input) => {
    await visit.tab.fill('#function', name);
    await visit.tab.fill('#input', input);
    await sees(({ ready }) => expect(ready).to.equal(true));
    await visit.tab.click('#run');
  };
  const gives = async (name, input, output) => {
    await call(name, input);
    await sees((seen) => expect(seen).to.deep.include({ output, error: null }));
  };
  const fails = async (name, input, error) => {
    await call(name, input);
    await sees((seen) => {
      expect(seen.output).to.equal(null);
      expect(seen.error).to.match(error);
    });
  };

  describe(title, () => {
    let browser;
    let server;
    before(async () => {
      server = await serve({ roots: { '/': await make() } });
      browser = await launch();
      visit = await Visit.begin(browser);
      await visit.tab.goto(server.url);
    });
    after(async () => {
      await browser?.close();
      await server?.close();
    });

    it('makes typed calls, and keeps the plug-in from call to call', async () => {
      await gives('count_vowels', 'Hello, World!', '3 vowels, 3 so far');
      await gives('count_vowels', 'aaa', '3 vowels, 6 so far');
    });

    it('gives the plug-in host functions', async () => {
      const { tab } = visit;
      await tab.evaluate(() => {
        const list = globalThis.document.querySelector('#plugin');
        list.selectedIndex = 1;
        list.dispatchEvent(new Event('change', { bubbles: true }));
      });
      await gives('write', 'name=Zoë', 'Zoë');
      await gives('reversed', 'añb', 'bña');
      await gives('read', 'name', 'Zoë');
    });

    it('shows what went wrong, and goes on', async () => {
      await fails('read', 'age', /nothing is stored as "age" \(code HOST_FUNCTION\)/);
      await fails('absent', '', /function "absent" does not exist \(code FUNCTION_NOT_FOUND\)/);
      await gives('reversed', 'ab', 'ba');
    });

    it('takes a plug-in from a file, and says what is wrong with one', async () => {
      await visit.tab.chooseFile('#file', inRoot('target', 'fixtures', 'echo.wasm'));
      await gives('echo', 'as it is', 'as it is');
      await visit.tab.chooseFile('#file', inRoot('package.json'));
      await sees(({ error, ready }) => {
        expect(error).to.match(/\(code [A-Z_]+\)/);
        expect(ready).to.equal(false);
      });
    });

    it('has no error in its console', () => expect(visit.problems).to.deep.equal([]));
  });
}

function examplesTests() {
  describe('one source for two hosts', () => {
    const manifest = (host) => ['--manifest-path', example('rust-native-and-web', host, 'Cargo.toml'), '--locked'];
    it('runs on extism', () => run('cargo', ['test', ...manifest('native')], { env: cargoEnv() }));
    it('runs on extism-web, in Chromium', async () => {
      const runner = { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: wasmBindgenTestRunner(), CHROMEDRIVER: chromedriver() };
      await run('cargo', ['test', '--target', wasmTarget, ...manifest('web')], { env: { ...cargoEnv(), ...runner, ...webdriverEnv('chromium', chromium()) } });
    });
  });

  pageTests('with Leptos, built by Trunk', buildLeptos);
  pageTests('with Dioxus, built by dx', buildDioxus);
}

await runMain(async () => {
  await build();
  await runTests(examplesTests, { testTimeoutMs });
});
