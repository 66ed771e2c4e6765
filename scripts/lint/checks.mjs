// What `npm run lint` checks. To add a check: an entry here.
import { inRoot } from '../lib/paths.mjs';
import { packageBin } from '../lib/process.mjs';
import { cargoEnv, wasmTarget } from '../lib/rust.mjs';

const clippy = (...args) => ['cargo', 'clippy', '--quiet', ...args, '--', '-D', 'warnings'];

const tsc = (...args) => {
  const [program, rest] = packageBin('typescript', 'tsc', ...args);
  return [program, ...rest];
};

/** @returns {{name: string, command: string[], env: NodeJS.ProcessEnv}[]} */
export function checks() {
  const env = cargoEnv();
  const docEnv = { ...env, RUSTDOCFLAGS: '-D warnings' };
  const wasm = ['--target', wasmTarget];
  return [
    { name: 'rustfmt', command: ['cargo', 'fmt', '--all', '--check'], env },
    { name: 'rustfmt, samples', command: ['cargo', 'fmt', '--all', '--check', '--manifest-path', 'www/samples/rust/Cargo.toml'], env },
    { name: 'clippy, host', command: clippy('--workspace', '--all-targets', '--all-features'), env },
    { name: 'clippy, wasm32', command: clippy('--lib', ...wasm), env },
    { name: 'clippy, wasm32, features', command: clippy('--lib', '--tests', '--all-features', ...wasm), env },
    { name: 'clippy, wasm32, npm', command: clippy('--package', 'extism-web-npm', '--package', 'extism-web-npm-rewriter', ...wasm), env },
    { name: 'rustdoc', command: ['cargo', 'doc', '--quiet', '--workspace', '--no-deps', '--all-features'], env: docEnv },
    { name: 'circles of modules', command: [process.execPath, inRoot('scripts', 'lint', 'module-circles.mjs')], env },
    { name: 'Rust of dependencies', command: [process.execPath, inRoot('scripts', 'lint', 'rust-version.mjs')], env },
    { name: 'types of js/', command: tsc('--project', 'tsconfig.json'), env },
    { name: 'types of www/', command: tsc('--project', 'www/tsconfig.json'), env },
    { name: 'types of scripts/', command: tsc('--project', 'scripts/tsconfig.json'), env },
  ];
}
