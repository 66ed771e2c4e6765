import leven from 'leven';

/**
 * The name that was probably meant; nothing where none is near.
 *
 * @param {string} name
 * @param {string[]} known
 */
export function suggestion(name, known) {
  const near = known.map((other) => ({ other, distance: leven(name.toLowerCase(), other.toLowerCase()) })).sort((a, b) => a.distance - b.distance)[0];
  return near !== undefined && near.distance <= Math.max(1, name.length / 3) ? `; did you mean ${near.other}?` : '';
}
