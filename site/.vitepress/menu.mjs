/** Guides by what a reader wants. The text of an entry is its page's first heading. */
export const menu = [
  { text: 'Start', paths: ['docs/quick-start', 'docs/manifests', 'docs/host-functions', 'docs/errors'] },
  { text: 'In depth', paths: ['docs/async', 'docs/workers', 'docs/http', 'docs/wasi', 'docs/limits', 'docs/performance', 'docs/tracing'] },
  { text: 'Where it runs', paths: ['docs/bundlers', 'docs/edge', 'docs/rust', 'docs/command-line', 'docs/playground'] },
  { text: 'Moving here', paths: ['docs/migrating', 'docs/compatibility'] },
  { text: 'The project', paths: ['examples/README', 'benches/README', 'ARCHITECTURE', 'SECURITY', 'CONTRIBUTING', 'CHANGELOG'] },
];
