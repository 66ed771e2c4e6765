// Reading how many tests ran from what a suite printed.

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

const cargoLine = /^test result: \S+ (\d+) passed; (\d+) failed; (\d+) ignored;/gm;
const plainLine = /^(\d+) passed, (\d+) failed, (\d+) skipped$/gm;

// Terminal colours; the sequence is written so that this file stays plain text.
const colours = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/**
 * The sum over cargo's lines, of which there is one for each test binary; else the last plain line.
 * @returns {Counts}
 */
export function countTests(output) {
  const text = output.replaceAll(colours, '').replaceAll('\r', '');
  const cargo = [...text.matchAll(cargoLine)];
  const lines = cargo.length > 0 ? cargo : [...text.matchAll(plainLine)].slice(-1);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const [, passed, failed, skipped] of lines) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(skipped);
  }
  return counts;
}
