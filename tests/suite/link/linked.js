import { fixtureBytes } from '../../support/fixtures.js';

/** A manifest of fixtures by the names they are linked under. @param {Record<string, string>} names */
export async function linked(names) {
  const item = async ([name, fixture]) => ({ name, data: await fixtureBytes(fixture) });
  return { wasm: await Promise.all(Object.entries(names).map(item)) };
}
