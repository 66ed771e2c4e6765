// The samples: what each shows, and what choosing it sets. The build puts NAME.wasm and the source beside the page.

/**
 * @typedef {object} Sample
 * @property {string} name
 * @property {string} title
 * @property {string} language
 * @property {string} description
 * @property {string} source where its source is, beside the page
 * @property {Record<string, string>} functions what each takes and gives
 * @property {object} session what of a session it sets
 */

/** @type {Sample[]} */
export const samples = [
  {
    name: 'count_vowels',
    title: 'Count vowels',
    language: 'Rust',
    description: 'Counts the vowels of a text, and keeps a total in a variable from call to call.',
    source: 'samples/count_vowels.rs',
    functions: { count_vowels: 'Takes a text, gives JSON.' },
    session: { input: { kind: 'text', text: 'Hello, World!' } },
  },
  {
    name: 'markdown',
    title: 'Markdown to HTML',
    language: 'Rust',
    description: 'Turns Markdown into HTML with a Rust library. The HTML is shown in a frame of its own.',
    source: 'samples/markdown.rs',
    functions: { render: 'Takes Markdown, gives HTML.' },
    session: {
      input: { kind: 'text', text: '# A plug-in at work\n\nWritten in **Rust**, run by your *browser*.\n\n| language | memory |\n|---|---|\n| Rust | its own |\n| JavaScript | its own |\n\n- [x] safe\n- [ ] slow\n' },
      view: 'html',
    },
  },
  {
    name: 'picture',
    title: 'Picture filters',
    language: 'Rust',
    description: 'A PNG goes in, a PNG comes out: in dots, as edges, or as the negative. Choose a picture of your own as the input.',
    source: 'samples/picture.rs',
    functions: { dither: 'Black and white dots.', edges: 'White lines where brightness changes.', invert: 'The negative.' },
    session: { function: 'dither', input: { kind: 'file', text: '', file: 'samples/picture.png' } },
  },
  {
    name: 'mandelbrot',
    title: 'Mandelbrot set',
    language: 'C++',
    description: 'Computes a picture. Run it many times, then in a pool, and compare the times.',
    source: 'samples/mandelbrot.cpp',
    functions: { draw: 'Takes a width in pixels, gives a BMP picture.' },
    session: { input: { kind: 'text', text: '480' }, options: { wasi: true }, run: { mode: 'once', times: 20, workers: 4 } },
  },
  {
    name: 'numbers',
    title: 'Figures about numbers',
    language: 'Rust',
    description: 'JSON in, JSON out. What is not a list of numbers is an error of the plug-in.',
    source: 'samples/numbers.rs',
    functions: { summarize: 'Takes a JSON array of numbers, gives an object.' },
    session: { input: { kind: 'json', text: '[3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5]' } },
  },
  {
    name: 'notes',
    title: 'Notes',
    language: 'Rust',
    description: 'Keeps notes in a key-value store of the page, by host functions: see their calls under Host functions.',
    source: 'samples/notes.rs',
    functions: { add: 'Takes a note, gives all notes.', list: 'Gives all notes.' },
    session: { function: 'add', input: { kind: 'text', text: 'Buy milk' }, functions: { kv: true, clock: true, log: true } },
  },
  {
    name: 'greeting',
    title: 'Greeting by config',
    language: 'Zig',
    description: 'Greets in words from its configuration, which is under Options.',
    source: 'samples/greeting.zig',
    functions: { greet: 'Takes a name, gives two lines.' },
    session: { input: { kind: 'text', text: 'World' }, options: { config: [['greeting', 'Good morning'], ['signature', 'Yours, Zig']] } },
  },
  {
    name: 'fetch',
    title: 'HTTP request',
    language: 'AssemblyScript',
    description: 'Fetches a URL. A plug-in reaches only the hosts that you allow, here the one of this page.',
    source: 'samples/fetch.ts',
    functions: { get: 'Takes a URL, gives the status and the beginning of the body.' },
    session: { input: { kind: 'text', text: '{base}app.webmanifest' }, options: { http: true, allowedHosts: ['{page}'] } },
  },
  {
    name: 'files',
    title: 'Files by WASI',
    language: 'C',
    description: 'Counts the words of files in memory, prints to the log, and writes a report: see Log and Files.',
    source: 'samples/files.c',
    functions: { count_words: 'Takes nothing, gives a line.' },
    session: {
      options: { wasi: true, files: [{ path: '/data/haiku.txt', text: 'An old silent pond\nA frog jumps into the pond\nSplash! Silence again\n' }, { path: '/data/short.txt', text: 'two words\n' }] },
    },
  },
  {
    name: 'abi_tour',
    title: 'A tour of memory',
    language: 'Zig',
    description: 'Goes through what a plug-in can do with the memory between it and the page. Run it, and open Memory.',
    source: 'samples/abi_tour.zig',
    functions: { tour: 'Takes a text, gives it in capitals.', fail: 'Sets an error.' },
    session: { function: 'tour', input: { kind: 'text', text: 'look into the memory' }, options: { trace: true, config: [['colour', 'teal']] } },
  },
  {
    name: 'errors',
    title: 'Everything that goes wrong',
    language: 'WebAssembly text',
    description: 'Errors, traps and exit codes, each with its code; the next call works again.',
    source: 'samples/errors.wat',
    functions: {
      error: 'Sets an error.',
      exit_code: 'Returns 42.',
      trap: 'Stops in the middle.',
      out_of_bounds: 'Reads memory that is not there.',
      stack_overflow: 'Calls itself for ever.',
      bad_handle: 'Sets an error that is in no block.',
    },
    session: { function: 'error' },
  },
  {
    name: 'endless',
    title: 'Endless loop',
    language: 'WebAssembly text',
    description: 'Never ends by itself. The page stays responsive; Cancel or the time limit ends the call.',
    source: 'samples/endless.wat',
    functions: { forever: 'Takes nothing, gives nothing.', count: 'Takes a number of millions, counts that far.', fill_memory: 'Fills memory up to its limit.' },
    session: { function: 'forever', input: { kind: 'text', text: '3000' }, options: { timeoutMs: 10000, maxPages: 256 } },
  },
];
