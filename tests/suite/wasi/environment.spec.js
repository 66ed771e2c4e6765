// The environment variable that stands for the option `enableWasiOutput`.
import { expect } from 'chai';
import { CAPABILITIES } from 'extism-web';
import { engine } from '../../support/fixtures.js';

const variable = 'EXTISM_ENABLE_WASI_OUTPUT';

/** What tests/support/wasi-output-app.mjs prints. @param {object} options @param {string} [value] of the variable */
async function app(options, value) {
  const [{ execFile }, { fileURLToPath }, { promisify }] = await Promise.all([import('node:child_process'), import('node:url'), import('node:util')]);
  const path = fileURLToPath(new URL('../../support/wasi-output-app.mjs', import.meta.url));
  const { [variable]: _, ...others } = process.env;
  const env = value === undefined ? others : { ...others, [variable]: value };
  const { stdout } = await promisify(execFile)(process.execPath, [path, JSON.stringify(options)], { env });
  return JSON.parse(stdout);
}

describe('the environment variable EXTISM_ENABLE_WASI_OUTPUT', () => {
  if (engine !== 'node') {
    it('is not set in a browser', () => expect(CAPABILITIES.extismStdoutEnvVarSet).to.equal(false));
    return;
  }
  it('passes output on when it is set', async () => expect(await app({}, '1')).to.deep.equal({ lines: ['one'], set: true }));
  it('does nothing when it is empty', async () => expect(await app({}, '')).to.deep.equal({ lines: [], set: false }));
  it('does nothing when it is not set', async () => expect(await app({})).to.deep.equal({ lines: [], set: false }));
  it('gives way to the option that is false', async () => expect(await app({ enableWasiOutput: false }, '1')).to.deep.equal({ lines: [], set: true }));
  it('is not needed with the option that is true', async () => expect(await app({ enableWasiOutput: true })).to.deep.equal({ lines: ['one'], set: false }));
  it('holds for plug-ins in workers', async () => expect(await app({ runInWorker: true }, '1')).to.deep.equal({ lines: ['one'], set: true }));
});
