// Tests of the benchmark's own parts. Nothing is timed here.
//
// The last line printed is "N passed, N failed, N skipped".
import { expect } from 'chai';
import { runMain } from '../scripts/lib/process.mjs';
import { runTests } from '../tests/e2e/run-tests.mjs';
import { readOptions } from './driver/options.mjs';
import { replaceBetween } from './driver/readme.mjs';
import { medians, ratio } from './driver/results.mjs';
import { markdown, time } from './driver/table.mjs';
import { measure } from './harness/measure.js';
import { word, words } from './harness/words.js';
import { doorbell, doorbellAndCopies } from './harness/worker-floors.js';
import { rows } from './rows/index.js';

const result = {
  id: 'row',
  group: 'calls',
  name: 'a row',
  against: 'theirs',
  floor: 'floor',
  figures: [
    { name: 'ours', times: 1, ns: [10, 30, 20] },
    { name: 'theirs', times: 1, ns: [100, 90, 80] },
    { name: 'floor', times: 1, ns: [5, 5, 5] },
    { name: 'by hand', times: 1, ns: [7, 8, 9] },
  ],
};

const report = {
  environment: {
    date: '2026-01-02T03:04:05.000Z',
    engine: { name: 'Node', version: '20' },
    cpu: 'cpu',
    cores: 2,
    ours: { name: 'ours', version: '1', commit: null, changed: false },
    theirs: { name: 'theirs', version: '2' },
  },
  settings: { rounds: 3, sliceMs: 1 },
  load: { before: null, after: null },
  rows: [result, { ...result, id: 'other', group: 'kernel', name: 'another' }],
};

function measureTests() {
  it('lets contestants take turns, and puts them in order before they run', async () => {
    const log = [];
    const contestant = (name, more) => ({
      name,
      run: (times) => {
        log.push(`${name} ${times}`);
        // Longer than any slice here, so that once is enough.
        const end = performance.now() + 2;
        while (performance.now() < end);
      },
      ...more,
    });
    const between = () => log.push('order');
    const figures = await measure([contestant('a'), contestant('b', { between, atOnce: 1 })], { rounds: 3, sliceMs: 1 });
    expect(figures.map(({ name, times, ns }) => [name, times, ns.length])).to.deep.equal([
      ['a', 1, 3],
      ['b', 1, 3],
    ]);
    expect(log.slice(-9)).to.deep.equal(['a 1', 'order', 'b 1', 'a 1', 'order', 'b 1', 'a 1', 'order', 'b 1']);
  });

  it('never runs one more often than it allows without being put in order', async () => {
    let since = 0;
    let most = 0;
    const contestant = { name: 'a', atOnce: 7, between: () => (since = 0), run: (times) => (most = Math.max(most, (since += times))) };
    const [{ times }] = await measure([contestant], { rounds: 3, sliceMs: 2 });
    expect(times).to.be.above(7);
    expect(most).to.equal(7);
  });
}

function resultsTests() {
  it('compares medians, and shows the lowest and highest ratio of a round', () => {
    expect(ratio(result)).to.include({ of: 4.5, low: 3, high: 10 });
    expect(ratio({ ...result, against: null })).to.equal(null);
    expect(medians(result)).to.deep.equal({ ours: 20, other: 90, floor: 5, extra: [{ name: 'by hand', ns: 8 }] });
  });

  it('gives times a unit that suits them', () => {
    const shown = [1, 12.34, 999.4, 1000, 1_234_567, 2e9].map(time);
    expect(shown).to.deep.equal(['1.00 ns', '12.3 ns', '999 ns', '1.00 µs', '1.23 ms', '2.00 s']);
  });

  it('makes a table for each group, with the ratio to the floor', () => {
    const tables = markdown(report).split('\n\n');
    expect(tables).to.have.length(3);
    expect(tables[0]).to.include('| a row | 4.50× | 3.00–10.0 | 20.0 ns | 90.0 ns | 5.00 ns (floor) | 4.00× | by hand 8.00 ns |');
    expect(tables[1]).to.match(/^\| kernel \|/).and.include('another');
  });

  it('replaces what is between the comments, and nothing else', () => {
    const text = 'a\n<!-- figures: node -->\nold\n<!-- end: node -->\nb\n<!-- figures: chromium -->\n<!-- end: chromium -->\n';
    const once = replaceBetween(text, 'node', 'new');
    expect(once).to.equal(text.replace('old', 'new'));
    expect(replaceBetween(once, 'node', 'new')).to.equal(once);
    expect(() => replaceBetween(text, 'firefox', 'new')).to.throw('figures: firefox');
  });
}

function rowsTests() {
  it('have ids of their own, and something that is timed', () => {
    expect(new Set(rows.map(({ id }) => id)).size).to.equal(rows.length);
    for (const { id, contestants, startUp } of rows) expect(!contestants !== !startUp, id).to.equal(true);
  });

  it('are chosen by options that make sense', () => {
    expect(readOptions(['--node', '--rows', 'call', '--rounds', '3'])).to.include({ engine: 'node', rounds: 3, table: false });
    expect(() => readOptions(['--rounds', '2'])).to.throw('3 or more');
    expect(() => readOptions(['--slice', 'x'])).to.throw('--slice');
    expect(() => readOptions(['--rows', '('])).to.throw();
  });

  it('write and read numbers as guests do', () => {
    expect([...words(1n, 256n)]).to.deep.equal([1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
    expect(word(words(5n, 0x123456789abcdefn).subarray(8))).to.equal(0x123456789abcdefn);
  });
}

function floorsTests() {
  it('answer every ring, however fast they come', async () => {
    const { name, run, close } = await doorbell(11);
    await run(1000);
    await close();
    expect(name).to.equal('11 doorbells');
  });

  it('carry bytes there and back', async () => {
    const { run, close } = await doorbellAndCopies(new Uint8Array(100_000).fill(7));
    await run(20);
    await close();
  });
}

await runMain(() =>
  runTests(
    () => {
      describe('measuring', measureTests);
      describe('results', resultsTests);
      describe('rows', rowsTests);
      describe('floors for workers', floorsTests);
    },
    { testTimeoutMs: 60_000 },
  ),
);
