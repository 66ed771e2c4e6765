/**
 * A place in a queue. It is its owner's means to leave it.
 * @template T
 */
class Place {
  /** @type {Place<T> | undefined} */
  before;

  /** @type {Place<T> | undefined} */
  after;

  /** @param {T} value */
  constructor(value) {
    this.value = value;
  }
}

/**
 * First in, first out; also anything out of the middle. Every operation takes the same time however long the queue is.
 * @template T
 */
export class Queue {
  /** @type {Place<T> | undefined} */
  #first;

  /** @type {Place<T> | undefined} */
  #last;

  #length = 0;

  get length() {
    return this.#length;
  }

  /**
   * @param {T} value
   * @returns {Place<T>} to give to `remove`
   */
  push(value) {
    const place = new Place(value);
    place.before = this.#last;
    if (this.#last === undefined) this.#first = place;
    else this.#last.after = place;
    this.#last = place;
    this.#length += 1;
    return place;
  }

  /** @returns {T | undefined} the oldest value, which leaves the queue */
  shift() {
    const place = this.#first;
    if (place === undefined) return undefined;
    this.remove(place);
    return place.value;
  }

  /** @param {Place<T>} place in this queue */
  remove(place) {
    const { before, after } = place;
    if (before === undefined) this.#first = after;
    else before.after = after;
    if (after === undefined) this.#last = before;
    else after.before = before;
    place.before = undefined;
    place.after = undefined;
    this.#length -= 1;
  }
}
