// JSON as it is written: numbers keep their digits, and keys that come twice stay, which JSON.parse would lose.

/**
 * @typedef {{kind: 'object', members: {key: string, value: JsonNode}[]} | {kind: 'array', members: {value: JsonNode}[]}
 *   | {kind: 'string' | 'number' | 'literal', source: string}} JsonNode `source` is the text, of strings with their quotes
 */

/** Deeper is shown as text only. */
const DEEPEST = 400;

const token = /[\s]*(?:([[\]{},:])|("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)|(true|false|null))/y;

class Parser {
  #at = 0;
  #source;

  /** @param {string} source */
  constructor(source) {
    this.#source = source;
  }

  /** @returns {{mark?: string, string?: string, number?: string, literal?: string}} */
  next() {
    token.lastIndex = this.#at;
    const found = token.exec(this.#source);
    if (!found) throw new SyntaxError(`unexpected text at position ${this.#at}`);
    this.#at = token.lastIndex;
    const [, mark, string, number, literal] = found;
    return { mark, string, number, literal };
  }

  /** @param {number} depth @param {ReturnType<Parser['next']>} [first] @returns {JsonNode} */
  value(depth, first = this.next()) {
    if (depth > DEEPEST) throw new RangeError(`It is nested deeper than ${DEEPEST} levels`);
    if (first.string !== undefined) return { kind: 'string', source: first.string };
    if (first.number !== undefined) return { kind: 'number', source: first.number };
    if (first.literal !== undefined) return { kind: 'literal', source: first.literal };
    return first.mark === '{' ? this.#object(depth) : this.#array(depth);
  }

  #object(depth) {
    const members = [];
    for (let next = this.next(); next.mark !== '}'; next = this.next()) {
      if (next.mark === ',') next = this.next();
      this.next();
      members.push({ key: JSON.parse(/** @type {string} */ (next.string)), value: this.value(depth + 1) });
    }
    return { kind: /** @type {const} */ ('object'), members };
  }

  #array(depth) {
    const members = [];
    for (let next = this.next(); next.mark !== ']'; next = this.next()) {
      members.push({ value: this.value(depth + 1, next.mark === ',' ? this.next() : next) });
    }
    return { kind: /** @type {const} */ ('array'), members };
  }
}

/**
 * @param {string} text
 * @returns {JsonNode}
 * @throws {SyntaxError} that says where it is no JSON; `RangeError` when it is nested too deeply
 */
export function parseJson(text) {
  // The engine's own parser is the judge; what passes has a simple grammar.
  JSON.parse(text);
  return new Parser(text).value(0);
}
