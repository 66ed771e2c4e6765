import { html, nothing, svg } from 'lit';
import { PageElement } from '../element.js';
import { duration } from '../shell/format.js';
import './run-statistics.css';
import { histogram, summarize } from './statistics.js';

/** Browsers round their clock to this much, where a page is not isolated to twenty times as much (milliseconds). */
const CLOCK = globalThis.crossOriginIsolated ? 0.005 : 0.1;

/** The times of many calls: a histogram and figures. */
export class RunStatistics extends PageElement {
  static properties = { statistics: { attribute: false } };

  /** @type {{durations: Float64Array, elapsedMs: number, workers: number} | undefined} */
  statistics = undefined;

  render() {
    const { durations, elapsedMs, workers } = this.statistics ?? { durations: new Float64Array(), elapsedMs: 0, workers: 1 };
    if (durations.length === 0) return nothing;
    const { count, mean, least, most, p50, p95, p99 } = summarize(durations);
    const bins = histogram(durations);
    const highest = Math.max(...bins.map((bin) => bin.count));
    const facts = [
      ['Calls', String(count)],
      ['Calls per second', Math.round((count / elapsedMs) * 1000).toLocaleString('en')],
      ['p50', duration(p50)],
      ['p95', duration(p95)],
      ['p99', duration(p99)],
      ['Mean', duration(mean)],
      ['Fastest', duration(least)],
      ['Slowest', duration(most)],
      ...(workers > 1 ? [['Workers', String(workers)]] : []),
    ];
    const bars = bins.map((bin, i) => svg`<rect x=${i * 10} width="9" y=${100 - (96 * bin.count) / highest} height=${(96 * bin.count) / highest}><title>${duration(bin.from)} to ${duration(bin.to)}: ${bin.count} calls</title></rect>`);
    return html`<h3>Times of the calls</h3>
      <svg viewBox="0 0 ${bins.length * 10} 100" preserveAspectRatio="none" role="img" aria-label="Histogram of the times of ${count} calls, most about ${duration(p50)}">${bars}<line x1="0" x2=${bins.length * 10} y1="100" y2="100"></line></svg>
      <div class="axis" aria-hidden="true"><span>${duration(bins[0].from)}</span><span>${duration(bins[bins.length - 1].to)} and more</span></div>
      <dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
      ${p50 < 4 * CLOCK && workers === 1 ? html`<p class="small quiet">A call takes less than the browser's clock can tell (${duration(CLOCK)}): mean and calls per second are right, percentiles are rough.</p>` : nothing}`;
  }
}

customElements.define('run-statistics', RunStatistics);
