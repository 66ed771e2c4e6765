import { MemoryDirectory, MemoryFile } from './memory-directory.js';

/**
 * What became of files and directories, which both sides call by numbers. It can be cloned to another thread; whom it
 * is given to owns the bytes.
 *
 * @typedef {object} FileChanges
 * @property {number} start counts the workers that the files were given to
 * @property {[number: number, bytes: Uint8Array, modified: number][]} files those that are new or have another content,
 *   whole
 * @property {[number: number, set: [name: string, number: number][], removed: string[]][]} directories those that are
 *   new or have other members
 */

/**
 * What both sides have, as far as this one knows: a file in the version that it has here, or a directory's members.
 * @typedef {{node: MemoryFile, version: number} | {node: MemoryDirectory, members: Map<string, number>}} Known
 */

/** The first number that each side gives to what is new. */
export const firstNumber = { page: 0, worker: 1 };

/**
 * One of the two copies, on the page and in its worker, of the same directories.
 *
 * The sides take turns: one sends all that changed since the last turn, the other applies it. What this side changed
 * meanwhile itself is sent in its own turn, apart from the same file's content or the same name in a directory, where
 * what is applied wins.
 */
export class SharedFiles {
  #start;
  #next;

  /** The directories that are shared, with all that is in them. @type {Set<number>} */
  #roots = new Set();

  /** @type {Map<number, Known>} */
  #known = new Map();

  /** The numbers of what is known. @type {Map<MemoryFile | MemoryDirectory, number>} */
  #numbers = new Map();

  /** @param {number} start @param {number} first of `firstNumber` */
  constructor(start, first) {
    this.#start = start;
    this.#next = first;
  }

  /** @param {MemoryFile | MemoryDirectory} node one that is known */
  numberOf(node) {
    return /** @type {number} */ (this.#numbers.get(node));
  }

  /** @param {number} number one that is known */
  nodeOf(number) {
    return /** @type {Known} */ (this.#known.get(number)).node;
  }

  /** Ends the start: from now on only these and what is in them is shared. @param {number[]} roots */
  keep(roots) {
    this.#roots = new Set(roots);
    this.#forgetUnreachable();
  }

  /** What changed since the last turn; `undefined` when nothing did. */
  changes() {
    return this.collect([...this.#roots].map((number) => /** @type {MemoryDirectory} */ (this.nodeOf(number))));
  }

  /**
   * What the other side does not have yet of directories and all that is in them.
   *
   * @param {MemoryDirectory[]} directories
   * @returns {FileChanges | undefined}
   */
  collect(directories) {
    /** @type {FileChanges} */
    const changes = { start: this.#start, files: [], directories: [] };
    /** @type {Map<MemoryFile | MemoryDirectory, number>} */
    const made = new Map();
    /** @type {Map<number, MemoryFile | MemoryDirectory>} */
    const nodes = new Map();
    const numberOf = (/** @type {MemoryFile | MemoryDirectory} */ node) => {
      let number = this.#numbers.get(node) ?? made.get(node);
      if (number === undefined) {
        number = this.#next;
        this.#next += 2;
        made.set(node, number);
        nodes.set(number, node);
      }
      return number;
    };
    // The loop comes to what is added within it, and to each file and directory once.
    const found = new Set(/** @type {(MemoryFile | MemoryDirectory)[]} */ (directories));
    for (const node of found) {
      const number = numberOf(node);
      const known = this.#known.get(number);
      if (node instanceof MemoryFile) {
        if (versionIn(known) !== node.version) changes.files.push([number, node.bytes.slice(), node.modified]);
        continue;
      }
      const members = membersIn(known);
      /** @type {[string, number][]} */
      const set = [];
      for (const [name, child] of node.entries) {
        found.add(child);
        const childNumber = numberOf(child);
        if (members?.get(name) !== childNumber) set.push([name, childNumber]);
      }
      const removed = members === undefined ? [] : [...members.keys()].filter((name) => !node.entries.has(name));
      if (members === undefined || set.length > 0 || removed.length > 0) changes.directories.push([number, set, removed]);
    }
    if (changes.files.length === 0 && changes.directories.length === 0) return undefined;
    this.#know(changes, nodes);
    return changes;
  }

  /**
   * Takes over what the other side changed, in place. Changes of another start are ignored.
   *
   * @param {FileChanges} changes
   */
  apply(changes) {
    if (changes.start !== this.#start) return;
    /** @type {Map<number, MemoryFile | MemoryDirectory>} */
    const made = new Map();
    const nodeOf = (/** @type {number} */ number) => this.#known.get(number)?.node ?? made.get(number);
    for (const [number, bytes, modified] of changes.files) {
      const file = /** @type {MemoryFile | undefined} */ (nodeOf(number));
      if (file === undefined) made.set(number, new MemoryFile(bytes, modified));
      else if (file.modified !== modified || !equal(file.bytes, bytes)) file.replace(bytes, modified);
    }
    for (const [number] of changes.directories) {
      if (nodeOf(number) === undefined) made.set(number, new MemoryDirectory());
    }
    for (const [number, set, removed] of changes.directories) {
      const { entries } = /** @type {MemoryDirectory} */ (nodeOf(number));
      const members = membersIn(this.#known.get(number));
      for (const name of removed) {
        // What this side put in its place stays.
        const before = members?.get(name);
        if (before !== undefined && entries.get(name) === nodeOf(before)) entries.delete(name);
      }
      for (const [name, child] of set) entries.set(name, /** @type {MemoryFile | MemoryDirectory} */ (nodeOf(child)));
    }
    this.#know(changes, made);
  }

  /**
   * Both sides have these changes now.
   *
   * @param {FileChanges} changes
   * @param {Map<number, MemoryFile | MemoryDirectory>} made what is new, by number
   */
  #know(changes, made) {
    for (const [number, node] of made) {
      this.#numbers.set(node, number);
      this.#known.set(number, node instanceof MemoryFile ? { node, version: node.version } : { node, members: new Map() });
    }
    for (const [number] of changes.files) {
      const known = this.#known.get(number);
      if (known !== undefined && 'version' in known) known.version = known.node.version;
    }
    let lost = false;
    for (const [number, set, removed] of changes.directories) {
      const members = membersIn(this.#known.get(number));
      for (const name of removed) lost = members?.delete(name) || lost;
      for (const [name, child] of set) {
        lost ||= members?.has(name) === true;
        members?.set(name, child);
      }
    }
    
  }

  /** Forgets what is in no directory any more, on both sides alike. */
  #forgetUnreachable() {
    const reached = new Set(this.#roots);
    for (const number of reached) {
      for (const child of membersIn(this.#known.get(number))?.values() ?? []) reached.add(child);
    }
    for (const [number, { node }] of this.#known) {
      if (reached.has(number)) continue;
      this.#known.delete(number);
      this.#numbers.delete(node);
    }
  }
}

/** @param {Known | undefined} known */
const versionIn = (known) => (known !== undefined && 'version' in known ? known.version : undefined);

/** @param {Known | undefined} known */
const membersIn = (known) => (known !== undefined && 'members' in known ? known.members : undefined);

/** @param {Uint8Array} one @param {Uint8Array} other */
function equal(one, other) {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
