// Plug-ins with WASI, for the specs of this folder.
import { make } from '../../support/plugin.js';

/** Numbers of WASI. */
export const errno = { badf: 8, exist: 20, fault: 21, fbig: 22, ilseq: 25, inval: 28, loop: 32, noent: 44, notempty: 55, notsup: 58, overflow: 61, rofs: 69, spipe: 70, xdev: 75, notcapable: 76 };

/** The plug-in `wasi_rust`, ended with the test. @param {object} [options] */
export async function wasiGuest(options) {
  const plugin = await make('wasi_rust', { useWasi: true, ...options });
  return new Guest(plugin);
}

/** The functions of `wasi_rust`. */
class Guest {
  constructor(plugin) {
    this.plugin = plugin;
  }

  /** The output of a function, read as JSON. @param {string} name @param {unknown} [input] an object is sent as JSON */
  async json(name, input) {
    const output = await this.plugin.call(name, isObject(input) ? JSON.stringify(input) : input);
    return output.json();
  }

  /** What a function that can fail gives: the value, or the number of the error. */
  async outcome(name, input) {
    const outcome = await this.json(name, input);
    return 'ok' in outcome ? outcome.ok : outcome.errno;
  }

  read(path) {
    return this.outcome('read_file', path);
  }

  write(path, text) {
    return this.outcome('write_file', { path, text });
  }

  append(path, text) {
    return this.outcome('append_file', { path, text });
  }

  /** The names in a folder, sorted. */
  async list(path) {
    const entries = await this.outcome('list_dir', path);
    return Array.isArray(entries) ? entries.map(({ name, kind }) => (kind === 'dir' ? `${name}/` : name)) : entries;
  }

  stat(path) {
    return this.outcome('stat_path', path);
  }

  remove(path) {
    return this.outcome('remove_file', path);
  }

  removeDirectory(path) {
    return this.outcome('remove_dir', path);
  }

  makeDirectory(path) {
    return this.outcome('make_dir', path);
  }

  rename(from, to) {
    return this.outcome('rename_path', { from, to });
  }

  /** Opens a path as it is. @param {{path: string, fd?: number, create?: boolean, nofollow?: boolean}} attempt */
  open(attempt) {
    return this.outcome('escape', attempt);
  }

  print(texts) {
    return this.plugin.call('print', JSON.stringify(texts));
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
