// Prints the events of a run as they come, and keeps count.

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code) => (text) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text);
const red = paint(31);
const green = paint(32);
const yellow = paint(33);
const grey = paint(90);

/** How many of the slowest tests are named. */
const SLOWEST = 10;

export class Report {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  /** @type {{path: string, text: string}[]} */
  #failures = [];
  /** @type {{path: string, duration: number}[]} */
  #passes = [];

  /** Whether the run told that it came to its end. */
  ended = false;

  /** @param {import('./events.js').TestEvent} event */
  add(event) {
    switch (event.type) {
      case 'suite':
        return print(event.depth, event.title);
      case 'pass':
        this.#passed++;
        this.#passes.push({ path: event.path, duration: event.duration });
        return print(event.depth, green('✓ ') + event.title + (event.slow ? yellow(` (${event.duration} ms)`) : ''));
      case 'skip':
        this.#skipped++;
        return print(event.depth, yellow('- ') + event.title);
      case 'fail':
        this.#fail(event.path, event.text);
        return print(event.depth, red(`✗ ${event.title} [${this.#failures.length}]`));
      case 'problem':
        this.#fail('outside of the tests', event.text);
        return print(0, red(`✗ ${event.text.split('\n')[0]} [${this.#failures.length}]`));
      case 'end':
        this.ended = true;
    }
  }

  /** How many tests failed, and problems there were. */
  get failed() {
    return this.#failed;
  }

  /** Prints the tests that took the longest, if there were many. */
  #printSlowest() {
    if (this.#passes.length <= SLOWEST) return;
    const slowest = this.#passes.toSorted((a, b) => b.duration - a.duration).slice(0, SLOWEST);
    console.log(`\nthe ${SLOWEST} slowest:`);
    for (const { path, duration } of slowest) console.log(`  ${(duration / 1000).toFixed(2).padStart(7)} s  ${path}`);
  }

  #fail(path, text) {
    this.#failed++;
    this.#failures.push({ path, text });
  }

  /** Prints what failed and the count; whether all is well. */
  finish() {
    this.#failures.forEach(({ path, text }, i) => {
      console.log(`\n[${i + 1}] ${red(path)}\n${grey(text.replace(/^/gm, '    '))}`);
    });
    this.#printSlowest();
    const count = this.#passed + this.#failed + this.#skipped;
    if (count === 0) console.log(red('no test ran'));
    console.log(`\n${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped`);
    return this.ended && this.#passed > 0 && this.#failed === 0 && this.#skipped === 0;
  }
}

const print = (depth, text) => console.log('  '.repeat(depth + 1) + text);
