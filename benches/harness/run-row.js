// Runs one row where it is loaded: in a page of its own, or in a Node process of its own.
import { rows } from '../rows/index.js';
import { measure } from './measure.js';

/**
 * @param {string} id
 * @param {import('./measure.js').Settings} settings
 * @returns {Promise<import('./measure.js').Figures[]>}
 */
export async function runRow(id, settings) {
  const row = rows.find((candidate) => candidate.id === id);
  if (row?.contestants === undefined) throw new Error(`no row ${id}`);
  const contestants = await row.contestants();
  try {
    return await measure(contestants, settings);
  } finally {
    for (const { close } of contestants) await close?.();
  }
}
