// The table of results, for a terminal and as Markdown.
import { medians, ratio } from './results.mjs';

const digits = (number) => (number >= 99.5 ? number.toFixed(0) : number >= 9.95 ? number.toFixed(1) : number.toFixed(2));

/** Nanoseconds with a unit that suits them. */
export function time(ns) {
  if (ns === undefined) return '';
  if (ns < 999.5) return `${digits(ns)} ns`;
  if (ns < 999_500) return `${digits(ns / 1e3)} µs`;
  if (ns < 999_500_000) return `${digits(ns / 1e6)} ms`;
  return `${digits(ns / 1e9)} s`;
}

const header = ['', 'ratio', 'min–max', 'ours', 'compared', 'floor', 'ours / floor', 'besides'];

/** @param {import('./results.mjs').Result} result */
function cells(result) {
  const compared = ratio(result);
  const { ours, other, floor, extra } = medians(result);
  return [
    result.name,
    compared === null ? '' : `${digits(compared.of)}×`,
    compared === null ? '' : `${digits(compared.low)}–${digits(compared.high)}`,
    time(ours),
    result.against === 'theirs' || result.against === null ? time(other) : `${time(other)} (${result.against})`,
    floor === undefined ? '' : `${time(floor)} (${result.floor})`,
    floor === undefined ? '' : `${digits(ours / floor)}×`,
    extra.map(({ name, ns }) => `${name} ${time(ns)}`).join('; '),
  ];
}

/** One line about where and when. */
export function caption({ environment: e, settings, load }) {
  const loads = load.before === null ? '' : ` Load average ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after.`;
  const commit = e.ours.commit === null ? '' : ` (${e.ours.commit}${e.ours.changed ? ', changed' : ''})`;
  return (
    `${e.ours.name} ${e.ours.version}${commit} against ${e.theirs.name} ${e.theirs.version}, ` +
    `${e.engine.name} ${e.engine.version}, ${e.cpu}, ${e.cores} cores, ${e.date.slice(0, 10)}. ` +
    `Medians of ${settings.rounds} rounds of ${settings.sliceMs} ms.${loads}`
  );
}

/** For a terminal; each row can be printed as it is done. */
export const line = (result) => {
  const [name, by, spread, ours, other, floor, aboveFloor, extra] = cells(result);
  const text = `${name.padEnd(62)} ${by.padStart(7)} ${(spread && `[${spread}]`).padEnd(14)} ${ours.padStart(8)}  ${other.padEnd(10)}`;
  return [text, floor && `${aboveFloor} the floor ${floor}`, extra].filter(Boolean).join('  ');
};

export const heading = `${''.padEnd(62)} ${'ratio'.padStart(7)} ${'[min–max]'.padEnd(14)} ${'ours'.padStart(8)}  compared`;

/** As Markdown, a table for each group of rows. */
export function markdown(report) {
  const row = (texts) => `| ${texts.join(' | ')} |`;
  const align = header.map((_, index) => (index === 0 || index === header.length - 1 ? '---' : '--:'));
  const groups = [...new Set(report.rows.map(({ group }) => group))];
  const table = (group) => {
    const rows = report.rows.filter((result) => result.group === group);
    return [row([group, ...header.slice(1)]), row(align), ...rows.map((result) => row(cells(result)))].join('\n');
  };
  return [...groups.map(table), caption(report)].join('\n\n');
}
