// From nothing to the first answer, each time in a fresh page or process.

const job = {
  guest: 'count_vowels',
  call: 'count_vowels',
  input: 'Hello, World!',
  expected: '{"count":3,"total":3,"vowels":"aeiouAEIOU"}',
};

/** @type {import('./index.js').Row[]} */
export const startUpRows = [
  {
    id: 'start-up',
    group: 'start-up',
    name: 'import to first answer, as published',
    startUp: { ...job, ours: 'extism-web', theirs: '@extism/extism' },
  },
  {
    id: 'start-up-bundled',
    group: 'start-up',
    name: 'import to first answer, bundled and minified',
    engines: ['chromium'],
    startUp: { ...job, ours: '/target/benches/bundles/ours.js', theirs: '/target/benches/bundles/theirs.js' },
  },
];
