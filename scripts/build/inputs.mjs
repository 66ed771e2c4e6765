// The sources that more than one step is made from.
import { inRoot } from '../lib/paths.mjs';

/** The kernel crate. */
export const kernelSources = [
  inRoot('Cargo.lock'),
  ...['Cargo.toml', 'build.rs', 'src', 'examples'].map((name) => inRoot('kernel', name)),
];

/** The main crate, the crate that it reads modules with, and the kernel embedded in it. */
export const crateSources = [inRoot('Cargo.toml'), inRoot('src'), inRoot('rewriter', 'Cargo.toml'), inRoot('rewriter', 'src'), ...kernelSources];

/** The JavaScript of the package. */
export const scriptSources = [inRoot('js'), inRoot('package.json')];
