// The files of a plug-in in a worker. Both sides are in one thread here, and get nothing from each other but clones.
import { expect } from 'chai';
import { MemoryDirectory } from 'extism-web';
import * as runtime from '../../../js/runtime.js';
import { loadWasi } from '../../../js/wasi/browser.js';
import { shareFiles } from '../../../js/wasi/page-files.js';
import { openFiles } from '../../../js/wasi/worker-files.js';
import { engine } from '../../support/fixtures.js';
import { expectError, rejection } from '../../support/plugin.js';
import { Caller } from './caller.js';
import { errno, wasiGuest } from './guest.js';

/** A page and a worker that share files. */
class Pair {
  /** @param {any} allowedPaths */
  static async open(allowedPaths) {
    const pair = new Pair();
    pair.page = await shareFiles(allowedPaths);
    pair.start();
    return pair;
  }

  start() {
    this.worker = openFiles(structuredClone(this.page.start()));
    this.paths = this.worker.allowedPaths;
  }

  /** Gives the worker what changed on the page. @returns what was sent */
  toWorker() {
    return send(this.page, this.worker);
  }

  /** Gives the page what changed in the worker. @returns what was sent */
  toPage() {
    return send(this.worker, this.page);
  }

  /** Checks that neither side has anything to send. */
  expectSettled() {
    expect(this.page.changes(), 'changes of the page').to.equal(undefined);
    expect(this.worker.changes(), 'changes of the worker').to.equal(undefined);
  }
}

function send(from, to) {
  const changes = from.changes();
  if (changes !== undefined) to.apply(structuredClone(changes));
  return changes;
}

/** Every file's text, and an object for each directory. */
function texts(directory) {
  return Object.fromEntries(directory.list().map(({ name, kind }) => [name, kind === 'file' ? directory.readText(name) : texts(directory.entries.get(name))]));
}

/** The same with what `texts` leaves out: when files were changed. */
function contents(directory, seen = new Map()) {
  if (seen.has(directory)) return seen.get(directory);
  const found = {};
  seen.set(directory, found);
  for (const [name, entry] of [...directory.entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    found[name] = entry instanceof MemoryDirectory ? contents(entry, seen) : { bytes: [...entry.bytes], modified: entry.modified };
  }
  return found;
}

describe('allowedPaths shared with a worker', () => {
  it('has all kinds of files', async () => {
    const file = new File(['f'], 'ignored', { lastModified: 1234 });
    const { paths, page } = await Pair.open({
      '/tree': { text: 'grüße', bytes: new Uint8Array([9, 1, 2, 9]).subarray(1, 3), buffer: new ArrayBuffer(2), blob: new Blob(['b']), file, empty: {}, map: new Map([['__proto__', 'p']]) },
      'ro:/fixed/': new Map([['m', new MemoryDirectory({ deep: 'd' })]]),
      '/memory': new MemoryDirectory({ sub: { x: 'x' }, none: {} }),
    });
    expect(Object.keys(paths)).to.deep.equal(['/tree', 'ro:/fixed/', '/memory']);
    const { map, ...tree } = texts(paths['/tree']);
    expect(tree).to.deep.equal({ text: 'grüße', bytes: '\x01\x02', buffer: '\0\0', blob: 'b', file: 'f', empty: {} });
    expect(Object.entries(map)).to.deep.equal([['__proto__', 'p']]);
    expect(paths['/tree'].entries.get('file').modified).to.equal(1234);
    expect(texts(paths['ro:/fixed/'])).to.deep.equal({ m: { deep: 'd' } });
    expect(texts(paths['/memory'])).to.deep.equal({ sub: { x: 'x' }, none: {} });
    expect(page.isEmpty).to.equal(false);
  });

  it('passes paths of the host as they are', async () => {
    const { paths, page } = await Pair.open({ '/a': '/tmp', 'ro:/b': 'ro:/tmp/b' });
    expect(paths).to.deep.equal({ '/a': '/tmp', 'ro:/b': 'ro:/tmp/b' });
    expect(page.isEmpty).to.equal(true);
    for (const nothing of [undefined, null, {}]) expect((await Pair.open(nothing)).paths).to.deep.equal({});
  });

  if (engine !== 'node') {
    it('passes handles', async () => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getDirectoryHandle('extism-web-worker', { create: true });
      try {
        const { paths } = await Pair.open({ 'ro:/data': handle, '/memory': new MemoryDirectory() });
        expect(paths['ro:/data']).to.be.instanceOf(FileSystemDirectoryHandle);
        expect(await handle.isSameEntry(paths['ro:/data'])).to.equal(true);
      } finally {
        await root.removeEntry('extism-web-worker', { recursive: true });
      }
    });
  }

  it('refuses what plug-ins on the main thread refuse, in the same words', async () => {
    const loadOnMainThread = async (/** @type {any} */ allowedPaths) => (await runtime.loadWasi())({ allowedPaths, output: undefined });
    const wrong = [5, 'x', [], { '': {} }, { '/a\0': {} }, { '/a': {}, 'ro:/a/': {} }, { '/a': 5 }, { '/a': null }, { '/a': () => {} }, { '/a': Symbol('s') }, { '/a': [] }];
    wrong.push({ '/a': new Date() }, { '/a': { b: 5 } }, { '/a': { b: { c: null } } }, { '/a': { '..': 'x' } }, { '/a': new Map([[5, 'x']]) }, { '/a': { b: new Blob([]), 'c/d': 'x' } });
    for (const allowedPaths of wrong) {
      const expected = await rejection(loadOnMainThread(allowedPaths));
      expect(expected).to.be.instanceOf(TypeError);
      expect(await expectError(shareFiles(/** @type {any} */ (allowedPaths)), 'INVALID_OPTION', expected.message)).to.be.instanceOf(TypeError);
    }
  });

  it('gives the worker what the application changes', async () => {
    const directory = new MemoryDirectory({ a: 'a', gone: 'g', sub: { b: 'b' } });
    const pair = await Pair.open({ '/data': directory });
    pair.expectSettled();
    directory.writeFile('a', 'longer');
    directory.writeFile('made/deep/c', 'c');
    directory.remove('gone');
    pair.toWorker();
    const copy = pair.paths['/data'];
    expect(texts(copy)).to.deep.equal({ a: 'longer', sub: { b: 'b' }, made: { deep: { c: 'c' } } });
    expect(contents(copy)).to.deep.equal(contents(directory));
    pair.expectSettled();
    directory.remove('made');
    directory.remove('sub');
    directory.writeFile('sub', 'a file');
    directory.remove('a');
    directory.writeFile('a/b', 'in a directory');
    pair.toWorker();
    expect(texts(copy)).to.deep.equal({ a: { b: 'in a directory' }, sub: 'a file' });
    pair.expectSettled();
  });

  it('gives the page what the plug-in changes', async () => {
    const sub = new MemoryDirectory({ b: 'b' });
    const directory = new MemoryDirectory({ a: 'a', sub, old: { x: 'x' } });
    const [nested, file] = [directory.entries.get('sub'), directory.entries.get('a')];
    const pair = await Pair.open({ '/data': directory });
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    await guest.write('/data/a', 'changed');
    await guest.write('/data/sub/b', 'too');
    await guest.makeDirectory('/data/empty');
    await guest.rename('/data/old', '/data/sub/moved');
    pair.toPage();
    expect(texts(directory)).to.deep.equal({ a: 'changed', sub: { b: 'too', moved: { x: 'x' } }, empty: {} });
    expect(contents(directory)).to.deep.equal(contents(pair.paths['/data']));
    expect(directory.entries.get('sub')).to.equal(nested);
    expect(directory.entries.get('a')).to.equal(file);
    expect(sub.readText('moved/x')).to.equal('x');
    pair.expectSettled();

    await guest.rename('/data/sub', '/data/renamed');
    await guest.write('/data/sub', 'a file now');
    await guest.remove('/data/a');
    await guest.makeDirectory('/data/a');
    await guest.removeDirectory('/data/empty');
    pair.toPage();
    expect(texts(directory)).to.deep.equal({ renamed: { b: 'too', moved: { x: 'x' } }, sub: 'a file now', a: {} });
    expect(directory.entries.get('renamed')).to.equal(nested);
    pair.expectSettled();
  });

  it('sends only what changed, and each file in a buffer of its size', async () => {
    const directory = new MemoryDirectory({ large: new Uint8Array(100_000), small: 's' });
    const pair = await Pair.open({ '/data': directory });
    directory.writeFile('small', 'small');
    const [[, bytes]] = pair.toWorker().files;
    expect(bytes).to.deep.equal(new TextEncoder().encode('small'));
    expect(bytes.buffer.byteLength).to.equal(5);
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    for (let part = 0; part < 5; part++) await guest.append('/data/small', 'more');
    const { files, directories } = pair.toPage();
    expect(files.map(([, { length, buffer }]) => [length, buffer.byteLength])).to.deep.equal([[25, 25]]);
    expect(directories).to.deep.equal([]);
    await guest.rename('/data/large', '/data/moved');
    expect(pair.toPage().files).to.deep.equal([]);
    expect(directory.readFile('moved')).to.have.length(100_000);
  });

  it('does not keep what was removed', async () => {
    const directory = new MemoryDirectory({ sub: { f: 'f' }, other: 'o' });
    const sub = directory.entries.get('sub');
    const pair = await Pair.open({ '/data': directory });
    const before = pair.paths['/data'].entries.get('sub');
    directory.remove('sub');
    expect(pair.toWorker().files).to.deep.equal([]);
    // What is kept by neither side has to be sent again, and is made anew.
    directory.entries.set('sub', sub);
    expect(pair.toWorker().files).to.have.length(1);
    expect(pair.paths['/data'].entries.get('sub')).not.to.equal(before);
    expect(texts(pair.paths['/data'])).to.deep.equal({ sub: { f: 'f' }, other: 'o' });
    pair.expectSettled();
  });

  it('leaves a file alone that is the same', async () => {
    const directory = new MemoryDirectory({ f: 'same' });
    const { modified } = directory.entries.get('f');
    const pair = await Pair.open({ '/data': directory });
    const { version } = directory.entries.get('f');
    const copy = pair.paths['/data'].entries.get('f');
    copy.replace(copy.bytes.slice(), modified);
    pair.toPage();
    expect(directory.entries.get('f').version).to.equal(version);
    pair.expectSettled();
  });

  it('has a directory once that is given several times', async () => {
    const inner = new MemoryDirectory({ x: 'x' });
    const outer = new MemoryDirectory({ inner });
    const pair = await Pair.open({ '/one': inner, 'ro:/two': inner, '/outer': outer, '/tree': { deep: { inner } } });
    const { '/one': one, 'ro:/two': two, '/outer': other, '/tree': tree } = pair.paths;
    expect(two).to.equal(one);
    expect(other.entries.get('inner')).to.equal(one);
    expect(tree.entries.get('deep').entries.get('inner')).to.equal(one);
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    await guest.write('/tree/deep/inner/y', 'y');
    expect(await guest.read('/two/y')).to.equal('y');
    const { files } = pair.toPage();
    expect(files).to.have.length(1);
    expect(inner.readText('y')).to.equal('y');
    outer.remove('inner');
    pair.toWorker();
    expect(texts(other)).to.deep.equal({});
    inner.writeFile('z', 'z');
    pair.toWorker();
    expect(one.readText('z')).to.equal('z');
    pair.expectSettled();
  });

  it('keeps what plug-ins do to plain objects from the application, but for its directories in them', async () => {
    const live = new MemoryDirectory({ l: 'l' });
    const given = { a: 'a', live, sub: { b: 'b' } };
    const pair = await Pair.open({ '/tree': given, '/live': live });
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    await guest.write('/tree/new', 'n');
    await guest.remove('/tree/sub/b');
    expect(pair.toPage()).to.equal(undefined);
    await guest.write('/tree/live/new', 'n');
    await guest.rename('/tree/a', '/live/a');
    await guest.rename('/tree/sub', '/live/sub');
    await guest.write('/live/sub/deep', 'd');
    pair.toPage();
    expect(texts(live)).to.deep.equal({ l: 'l', new: 'n', a: 'a', sub: { deep: 'd' } });
    await guest.rename('/live/l', '/tree/l');
    await guest.rename('/live/sub', '/tree/back');
    await guest.write('/tree/back/deep', 'not shared any more');
    pair.toPage();
    expect(texts(live)).to.deep.equal({ new: 'n', a: 'a' });
    expect(await guest.read('/tree/l')).to.equal('l');
    await guest.rename('/tree/back', '/live/again');
    pair.toPage();
    expect(texts(live)).to.deep.equal({ new: 'n', a: 'a', again: { deep: 'not shared any more' } });
    expect(contents(live)).to.deep.equal(contents(pair.paths['/live']));
    pair.expectSettled();
  });

  it('shares nothing when it has copies only', async () => {
    const pair = await Pair.open({ '/tree': { a: 'a', sub: {} } });
    expect(pair.page.isEmpty).to.equal(true);
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    await guest.write('/tree/a', 'b');
    await guest.write('/tree/sub/c', 'c');
    pair.expectSettled();
  });

  it('changes files and directories under open descriptors', async () => {
    const directory = new MemoryDirectory({ f: 'before', sub: { x: 'x' } });
    const pair = await Pair.open({ '/data': directory });
    const caller = new Caller((await loadWasi({ allowedPaths: pair.paths, output: undefined }))());
    const [file, folder] = [caller.open('f', { rights: (1n << 6n) | 2n }), caller.open('sub')];
    expect(caller.read(file.fd)).to.equal('before');
    directory.writeFile('f', 'before and after');
    directory.writeFile('sub/y', 'y');
    pair.toWorker();
    expect(caller.read(file.fd)).to.equal(' and after');
    expect(caller.read(caller.open('y', { fd: folder.fd }).fd)).to.equal('y');
    expect(caller.write(file.fd, '!')).to.equal(0);
    pair.toPage();
    expect(directory.readText('f')).to.equal('before and after!');
    directory.remove('f');
    pair.toWorker();
    expect(caller.open('f').errno).to.equal(errno.noent);
    expect(caller.write(file.fd, 'lost')).to.equal(0);
    expect(pair.toPage()).to.equal(undefined);
    caller.context.close();
  });

  it('carries hard links', async () => {
    const directory = new MemoryDirectory({ f: 'abc' });
    const pair = await Pair.open({ '/data': directory });
    const caller = new Caller((await loadWasi({ allowedPaths: pair.paths, output: undefined }))());
    expect(caller.link(3, 'f', 3, 'g')).to.equal(0);
    expect(pair.toPage().files).to.deep.equal([]);
    directory.writeFile('g', 'changed');
    expect(directory.readText('f')).to.equal('changed');
    pair.toWorker();
    expect(texts(pair.paths['/data'])).to.deep.equal({ f: 'changed', g: 'changed' });
    caller.context.close();
  });

  it('can bear a directory that lies in itself', async () => {
    const inner = new MemoryDirectory();
    const outer = new MemoryDirectory({ inner });
    const pair = await Pair.open({ '/outer': outer, '/inner': inner });
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    await guest.rename('/outer/inner', '/inner/self');
    pair.toPage();
    expect(texts(outer)).to.deep.equal({});
    expect(inner.entries.get('self')).to.equal(inner);
    inner.writeFile('self/self/x', 'x');
    pair.toWorker();
    expect(await guest.read('/inner/x')).to.equal('x');
    pair.expectSettled();
    pair.start();
    expect(pair.paths['/inner'].readText('self/x')).to.equal('x');
  });

  it('joins what both change at the same time', async () => {
    const directory = new MemoryDirectory({ both: '0', mine: 'm', moved: 'm', removed: 'r', replaced: 'r', sub: {} });
    const pair = await Pair.open({ '/data': directory });
    const guest = await wasiGuest({ allowedPaths: pair.paths });
    await guest.write('/data/both', 'plug-in');
    await guest.write('/data/made', 'plug-in');
    await guest.write('/data/theirs', 'plug-in');
    await guest.rename('/data/moved', '/data/sub/moved');
    await guest.remove('/data/removed');
    await guest.remove('/data/replaced');
    directory.writeFile('both', 'page');
    directory.writeFile('made', 'page');
    directory.writeFile('mine', 'page');
    directory.writeFile('moved', 'page');
    directory.writeFile('removed', 'page');
    directory.remove('replaced');
    directory.writeFile('replaced', 'page');
    directory.writeFile('sub/added', 'page');
    pair.toPage();
    // What the plug-in changed wins where it is the same file or the same name.
    const joined = { both: 'plug-in', made: 'plug-in', mine: 'page', theirs: 'plug-in', replaced: 'page', sub: { moved: 'page', added: 'page' } };
    expect(texts(directory)).to.deep.equal(joined);
    pair.toWorker();
    expect(texts(pair.paths['/data'])).to.deep.equal(joined);
    expect(contents(pair.paths['/data'])).to.deep.equal(contents(directory));
    pair.expectSettled();
  });

  it('is the same in every worker', async () => {
    const directory = new MemoryDirectory({ f: '0' });
    const [one, two] = [await Pair.open({ '/data': directory }), await Pair.open({ '/other': directory })];
    one.paths['/data'].writeFile('f', 'one');
    one.paths['/data'].writeFile('sub/new', 'one');
    one.toPage();
    two.toWorker();
    expect(texts(two.paths['/other'])).to.deep.equal({ f: 'one', sub: { new: 'one' } });
    two.paths['/other'].remove('f');
    two.toPage();
    one.toWorker();
    expect(texts(one.paths['/data'])).to.deep.equal({ sub: { new: 'one' } });
    one.expectSettled();
    two.expectSettled();
  });

  it('starts another worker with what there is now', async () => {
    const live = new MemoryDirectory({ a: 'a' });
    const pair = await Pair.open({ '/live': live, '/tree': { t: 't', live } });
    const lost = pair.worker;
    const { '/live': before, '/tree': tree } = pair.paths;
    before.writeFile('synchronised', 's');
    tree.writeFile('t', 'changed');
    pair.toPage();
    before.writeFile('lost', 'l');
    live.writeFile('b', 'b');
    pair.start();
    expect(texts(pair.paths['/live'])).to.deep.equal({ a: 'a', synchronised: 's', b: 'b' });
    expect(texts(pair.paths['/tree'])).to.deep.equal({ t: 't', live: texts(live) });
    expect(pair.paths['/tree'].entries.get('live')).to.equal(pair.paths['/live']);
    pair.page.apply(structuredClone(lost.changes()));
    expect(live.readText('lost')).to.equal(undefined);
    pair.expectSettled();
    pair.paths['/live'].writeFile('c', 'c');
    pair.toPage();
    live.writeFile('d', 'd');
    pair.toWorker();
    expect(texts(pair.paths['/live'])).to.deep.equal({ a: 'a', synchronised: 's', b: 'b', c: 'c', d: 'd' });
    expect(contents(pair.paths['/live'])).to.deep.equal(contents(live));
  });

  it('copies plain objects when it is made', async () => {
    const given = { a: 'a' };
    const pair = await Pair.open({ '/tree': given });
    given.a = 'later';
    pair.start();
    expect(texts(pair.paths['/tree'])).to.deep.equal({ a: 'a' });
  });

  it('stays the same through any changes', async () => {
    for (let seed = 1; seed <= 40; seed++) {
      const random = randomNumbers(seed);
      const shared = new MemoryDirectory();
      const directories = { '/a': new MemoryDirectory({ shared }), '/b': new MemoryDirectory({ x: { y: 'y' } }), '/shared': shared };
      const pair = await Pair.open({ ...directories, '/tree': { t: { u: 'u' }, shared } });
      const expectSame = (when) => {
        for (const [path, directory] of Object.entries(directories)) {
          expect(contents(pair.paths[path]), `seed ${seed}, ${path} after ${when}`).to.deep.equal(contents(directory));
        }
        pair.expectSettled();
      };
      for (let turn = 0; turn < 12; turn++) {
        const [here, there] = random(2) === 0 ? [Object.values(directories), () => pair.toWorker()] : [Object.values(pair.paths), () => pair.toPage()];
        for (let step = random(8); step > 0; step--) changeSomething(here, random, `${seed}.${turn}.${step}`);
        there();
        expectSame(`turn ${turn}`);
      }
      // Both at once: the same after a turn of each.
      for (let step = 0; step < 4; step++) {
        changeSomething(Object.values(directories), random, `${seed}.page.${step}`);
        changeSomething(Object.values(pair.paths), random, `${seed}.worker.${step}`);
      }
      pair.toPage();
      pair.toWorker();
      expectSame('both changed');
    }
  });
});

/** Numbers below a limit, the same ones for the same seed. */
function randomNumbers(seed) {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

/** Writes, makes, removes, moves or links something in one of the directories. */
function changeSomething(directories, random, text) {
  const all = [...directories];
  for (const directory of all) {
    for (const entry of directory.entries.values()) if (entry instanceof MemoryDirectory && !all.includes(entry)) all.push(entry);
  }
  const pick = () => all[random(all.length)];
  const name = () => 'abcdexy'[random(7)];
  const [from, to, old, target] = [pick(), pick(), name(), name()];
  const entry = from.entries.get(old);
  switch (random(5)) {
    case 0:
      from.entries.set(target, new MemoryDirectory());
      break;
    case 1:
      from.remove(old);
      break;
    case 2:
      if (entry !== undefined) to.entries.set(target, entry);
      break;
    case 3:
      if (entry !== undefined) {
        from.remove(old);
        to.entries.set(target, entry);
      }
      break;
    default:
      if (!(entry instanceof MemoryDirectory)) from.writeFile(old, text);
  }
}
