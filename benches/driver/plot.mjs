// The ratios as a picture.
import { writeFileSync } from 'node:fs';
import { parse, View } from 'vega';
import { compile } from 'vega-lite';
import { ratio } from './results.mjs';
import { caption } from './table.mjs';

const specification = (report) => ({
  $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
  title: {
    text: 'Operations in the same time, relative to the JavaScript host',
    subtitle: [`${caption(report)}`, 'Bars: ratio of medians. Lines: lowest and highest ratio of a round. Logarithmic.'],
    anchor: 'start',
    subtitleFontSize: 9,
  },
  background: 'white',
  config: { axis: { labelLimit: 600 } },
  width: 520,
  height: { step: 16 },
  data: {
    values: report.rows
      .filter(({ against }) => against === 'theirs')
      .map((result) => ({ name: result.name, ...ratio(result), base: 1 }))
      .map((bar) => ({ ...bar, label: Math.max(bar.high, bar.base) })),
  },
  encoding: { y: { field: 'name', type: 'nominal', sort: null, title: null, axis: { labelLimit: 600 } } },
  layer: [
    {
      mark: { type: 'bar', color: '#4c78a8' },
      encoding: { x: { field: 'of', type: 'quantitative', scale: { type: 'log' }, title: 'times as many' }, x2: { field: 'base' } },
    },
    { mark: { type: 'rule' }, encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } } },
    {
      mark: { type: 'text', align: 'left', dx: 6, fontSize: 10 },
      encoding: { x: { field: 'label', type: 'quantitative' }, text: { field: 'of', format: '.2r' } },
    },
    { mark: { type: 'rule', color: 'black' }, encoding: { x: { datum: 1 }, y: null } },
  ],
});

/** @param {object} report @param {string} path of the SVG */
export async function plot(report, path) {
  const { spec } = compile(/** @type {any} */ (specification(report)));
  const view = new View(parse(spec), { renderer: 'none' });
  writeFileSync(path, `${await view.toSVG()}\n`);
  view.finalize();
}
