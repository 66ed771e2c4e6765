export const samples = [
  {
    name: 'count_vowels',
    title: 'Count vowels',
    language: 'Rust',
    description: 'Counts the vowels of a text, and keeps a total in a variable from call to call.',
    source: 'samples/count_vowels.rs',
    functions: { count_vowels: 'Takes a text, gives JSON.' },
    session: { function: 'count_vowels', input: { kind: 'text', text: 'Hello, World!' } },
  },
];
