// The kernel's tests under AddressSanitizer, which only a nightly compiler has.
import { inRoot } from '../lib/paths.mjs';
import { capture } from '../lib/process.mjs';
import { hasRustup, hostTriple } from '../lib/rust.mjs';

const hasNightly = () => hasRustup() && /^nightly/m.test(capture('rustup', ['toolchain', 'list']) ?? '');

/** Where AddressSanitizer and the way it is linked are known to work. */
const supported = () => process.platform === 'linux' || process.platform === 'darwin';

/** @returns {import('./suites.mjs').Suite} */
export function asanSuite() {
  const suite = { name: 'kernel-asan', engine: 'native' };
  if (!supported()) return { ...suite, command: [], notHere: `no AddressSanitizer on ${process.platform}` };
  if (!hasNightly()) return { ...suite, command: [], notHere: 'no nightly toolchain' };
  // With --target, so that build scripts and the standard library are not sanitised.
  const args = ['test', '-p', 'extism-web-kernel', '--lib', '--tests', '--target', hostTriple() ?? '', '--target-dir', inRoot('target', 'asan')];
  const env = { ...process.env, RUSTUP_TOOLCHAIN: 'nightly', RUSTFLAGS: '-Zsanitizer=address' };
  return { ...suite, command: ['cargo', ...args], env };
}
