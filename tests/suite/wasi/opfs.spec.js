// Directories of the origin private file system, which browsers have.
import { expect } from 'chai';
import { engine, inWorker } from '../../support/fixtures.js';
import { rejection } from '../../support/plugin.js';
import { failFirstFile } from '../../support/workers/oddities.js';
import { odd } from '../worker/workers.js';
import { errno, wasiGuest } from './guest.js';

if (engine !== 'node') {
  describe('an OPFS directory in allowedPaths', () => {
    let root;
    let handle;
    beforeEach(async () => {
      root = await navigator.storage.getDirectory();
      handle = await root.getDirectoryHandle('extism-web-test', { create: true });
      await put('a.txt', 'alpha');
      await put('sub/b.txt', 'beta');
      await put('sub/deep/c.txt', 'gamma');
    });
    afterEach(() => root.removeEntry('extism-web-test', { recursive: true }));

    async function put(path, text) {
      const names = path.split('/');
      const last = names.pop();
      let directory = handle;
      for (const name of names) directory = await directory.getDirectoryHandle(name, { create: true });
      const writable = await (await directory.getFileHandle(last, { create: true })).createWritable();
      await writable.write(text);
      await writable.close();
    }

    /** Every file's text by path, and `null` for each directory. */
    async function all(directory = handle, base = '') {
      const found = {};
      for await (const [name, child] of directory.entries()) {
        if (child.kind === 'file') found[base + name] = await (await child.getFile()).text();
        else Object.assign(found, { [base + name]: null }, await all(child, `${base}${name}/`));
      }
      return found;
    }

    const before = { 'a.txt': 'alpha', sub: null, 'sub/b.txt': 'beta', 'sub/deep': null, 'sub/deep/c.txt': 'gamma' };

    it('can be read, and stays as it is', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': handle } });
      expect(await guest.read('/data/a.txt')).to.equal('alpha');
      expect(await guest.read('/data/sub/deep/c.txt')).to.equal('gamma');
      expect(await guest.list('/data/sub')).to.deep.equal(['b.txt', 'deep/']);
      expect((await guest.stat('/data/a.txt')).modified).to.be.within(Date.now() - 60_000, Date.now() + 1000);
      expect(await all()).to.deep.equal(before);
    });

    it('has what the plug-in wrote when the call has ended', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': handle } });
      await guest.write('/data/new', 'one');
      expect(await all()).to.deep.equal({ ...before, new: 'one' });
      await guest.append('/data/new', ' two');
      await guest.makeDirectory('/data/made');
      await guest.write('/data/made/x', 'x');
      await guest.write('/data/a.txt', 'b');
      expect(await all()).to.deep.equal({ ...before, 'a.txt': 'b', new: 'one two', made: null, 'made/x': 'x' });
      await guest.rename('/data/sub', '/data/moved');
      await guest.rename('/data/a.txt', '/data/moved/a');
      await guest.remove('/data/made/x');
      await guest.removeDirectory('/data/made');
      expect(await all()).to.deep.equal({ moved: null, 'moved/a': 'b', 'moved/b.txt': 'beta', 'moved/deep': null, 'moved/deep/c.txt': 'gamma', new: 'one two' });
    });

    it('has what was written before a call failed', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': handle } });
      await guest.write('/data/new', 'one');
      await rejection(guest.plugin.call('panics', 'x'));
      expect(await guest.read('/data/new')).to.equal('one');
      await guest.append('/data/new', ' two');
      expect(await all()).to.deep.equal({ ...before, new: 'one two' });
    });

    it('can take a file where a directory was, and a directory where a file was', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': handle } });
      await guest.rename('/data/sub', '/data/kept');
      await guest.write('/data/sub', 'a file');
      await guest.remove('/data/a.txt');
      await guest.makeDirectory('/data/a.txt');
      const { kept, sub, 'a.txt': was } = await all();
      expect([kept, sub, was]).to.deep.equal([null, 'a file', null]);
    });

    it('is read-only with ro:', async () => {
      const guest = await wasiGuest({ allowedPaths: { 'ro:/data': handle } });
      expect(await guest.read('/data/a.txt')).to.equal('alpha');
      expect(await guest.write('/data/a.txt', 'x')).to.equal(errno.rofs);
      expect(await guest.remove('/data/a.txt')).to.equal(errno.rofs);
      expect(await all()).to.deep.equal(before);
    });

    it('is read again for the next plug-in', async () => {
      const one = await wasiGuest({ allowedPaths: { '/data': handle } });
      await one.write('/data/new', 'from one');
      const two = await wasiGuest({ allowedPaths: { '/data': handle } });
      expect(await two.read('/data/new')).to.equal('from one');
    });

    it('makes the call fail when it cannot be written, and tries again after the next one', async () => {
      // Files are written where the plug-in is.
      const worker = inWorker ? await odd('has no room for its first file') : undefined;
      const guest = await wasiGuest({ allowedPaths: { '/data': handle }, worker });
      const restore = inWorker ? () => {} : failFirstFile();
      let error;
      try {
        error = await rejection(guest.write('/data/a.txt', 'one'));
      } finally {
        restore();
      }
      expect(error.code, String(error)).to.equal('FILES');
      expect(error.message).to.match(/^options\.allowedPaths\["\/data"\]: could not write back "a\.txt": .*no room/);
      expect(error.cause.name).to.equal('QuotaExceededError');
      expect(await all()).to.deep.equal(before);
      expect(await guest.read('/data/a.txt')).to.equal('one');
      expect(await all()).to.deep.equal({ ...before, 'a.txt': 'one' });
    });

    it('lies beside other directories', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': handle, '/memory': { m: 'm' }, '/more': await handle.getDirectoryHandle('sub') } });
      await guest.rename('/memory/m', '/data/m');
      await guest.write('/more/new', 'n');
      expect(await all()).to.deep.equal({ ...before, m: 'm', 'sub/new': 'n' });
    });
  });

  describe('a path of the disk in allowedPaths', () => {
    it('is refused in browsers', async () => {
      const error = await rejection(wasiGuest({ allowedPaths: { '/x': '/tmp' } }));
      expect(error).to.be.instanceOf(TypeError);
      expect(error.code).to.equal('INVALID_OPTION');
      expect(error.message).to.match(/^options\.allowedPaths\["\/x"\] is the path "\/tmp", and there are no directories on a disk here/);
    });
  });
}
