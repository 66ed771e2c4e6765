// The sources that more than one step is made from.
import { inRoot } from '../lib/paths.mjs';

/** The kernel crate. */
export const kernelSources = [
  inRoot('Cargo.lock'),
  ...['Cargo.toml', 'build.rs', 'src', 'examples'].map((name) => inRoot('kernel', name)),
];

/** What reads and changes modules, as a crate and as a module. */
export const rewriterSources = [['Cargo.toml'], ['Cargo.lock'], ['rewriter', 'Cargo.toml'], ['rewriter', 'src'], ['npm', 'rewriter']].map((path) => inRoot(...path));

/** What the package's module is made of: its own crate, the library, the crate that reads modules, and the kernel embedded in it. */
export const crateSources = [
  ...[['Cargo.toml'], ['src'], ['npm', 'Cargo.toml'], ['npm', 'src'], ['rewriter', 'Cargo.toml'], ['rewriter', 'src']].map((path) => inRoot(...path)),
  ...kernelSources,
];

/** The JavaScript of the package. */
export const scriptSources = [inRoot('js'), inRoot('package.json')];
