// The benchmark's command line.
import { parseArgs } from 'node:util';

export const usage = `usage: npm run bench -- [options]
  --node             in Node instead of headless Chromium
  --rows PATTERN     only rows whose id, group or name matches this regular expression
  --list             name the rows and end
  --rounds N         rounds for each row (default 9, at least 3)
  --slice MS         how long a contestant runs in a round (default 150)
  --no-build         take pkg/ and the fixtures as they are
  --json FILE        write every figure
  --from FILE        run nothing: show the figures of such a file
  --markdown         print the table as Markdown
  --table            write the table into benches/README.md
  --plot             draw the ratios to benches/results-ENGINE.svg`;

/**
 * @typedef {{engine: 'chromium'|'node', rows: RegExp, list: boolean, rounds: number, sliceMs: number, build: boolean,
 *   json?: string, from?: string, markdown: boolean, table: boolean, plot: boolean}} Options
 */

/** @param {string[]} args @returns {Options} @throws {Error} when they make no sense */
export function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      node: { type: 'boolean', default: false },
      rows: { type: 'string', default: '' },
      list: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '9' },
      slice: { type: 'string', default: '150' },
      'no-build': { type: 'boolean', default: false },
      json: { type: 'string' },
      from: { type: 'string' },
      markdown: { type: 'boolean', default: false },
      table: { type: 'boolean', default: false },
      plot: { type: 'boolean', default: false },
    },
  });
  const rounds = Number(values.rounds);
  const sliceMs = Number(values.slice);
  if (!(Number.isInteger(rounds) && rounds >= 3)) throw new Error('--rounds must be a whole number, 3 or more');
  if (!(sliceMs >= 1)) throw new Error('--slice must be a number of milliseconds');
  return {
    engine: values.node ? 'node' : 'chromium',
    rows: new RegExp(values.rows, 'i'),
    list: values.list,
    rounds,
    sliceMs,
    build: !values['no-build'],
    json: values.json,
    from: values.from,
    markdown: values.markdown,
    table: values.table,
    plot: values.plot,
  };
}
