// Suites that cargo runs.
import { cargoEnv, wasmTarget } from '../lib/rust.mjs';
import { wasmBindgenTestRunner } from '../setup/wasm-bindgen.mjs';

/** Tests of a crate compiled for this machine. */
export const hostRust = (name, ...args) => ({
  name,
  engine: 'native',
  command: ['cargo', 'test', ...args],
  env: cargoEnv(),
});

/** The drivers that wasm-bindgen's runner looks at; it takes the first that is set. */
const drivers = ['CHROMEDRIVER', 'GECKODRIVER', 'SAFARIDRIVER', 'MSEDGEDRIVER'];

/** The main crate's tests compiled to wasm: the file tests/TEST.rs, in the engine that `env` names a driver of. */
export function wasmRust(name, engine, { test, env = {} }) {
  const outer = { ...cargoEnv() };
  for (const driver of drivers) delete outer[driver];
  return {
    name: `${name}-${engine}`,
    engine,
    command: ['cargo', 'test', '--package', 'extism-web', '--all-features', '--target', wasmTarget, '--test', test],
    env: { ...outer, CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER: wasmBindgenTestRunner(), ...env },
  };
}
