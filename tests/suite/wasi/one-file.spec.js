// Single files in allowedPaths.
import { expect } from 'chai';
import { MemoryDirectory } from 'extism-web';
import { engine, inWorker } from '../../support/fixtures.js';
import { expectError, make } from '../../support/plugin.js';
import { errno, wasiGuest } from './guest.js';

const bytes = (text) => new TextEncoder().encode(text);

/** The kinds of files, each with what it holds afterwards where that can be seen. */
const kinds = {
  bytes: async (text) => ({ value: bytes(text) }),
  'an ArrayBuffer': async (text) => ({ value: bytes(text).buffer }),
  'a Blob': async (text) => ({ value: new Blob([text]) }),
  'a File': async (text) => ({ value: new File([text], 'another-name') }),
};
if (engine === 'node') kinds['a path'] = onDisk;
else if (navigator.storage?.getDirectory) kinds['a handle'] = inBrowser;

async function onDisk(text) {
  const { mkdtempSync, readFileSync, rmSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const root = mkdtempSync(join(tmpdir(), 'extism-web-'));
  const path = join(root, 'other.txt');
  writeFileSync(path, text);
  writeFileSync(join(root, 'secret'), 'secret');
  return { value: path, text: () => readFileSync(path, 'utf8'), remove: () => rmSync(root, { recursive: true }) };
}

let handles = 0;

async function inBrowser(text) {
  const root = await navigator.storage.getDirectory();
  const name = `one-file-${inWorker}-${++handles}`;
  const value = await root.getFileHandle(name, { create: true });
  const writable = await value.createWritable();
  await writable.write(text);
  await writable.close();
  return { value, text: async () => (await value.getFile()).text(), remove: () => root.removeEntry(name) };
}

for (const [kind, create] of Object.entries(kinds)) {
  describe(`one file in allowedPaths, ${kind}`, () => {
    let file;
    beforeEach(async () => {
      file = await create('alpha');
    });
    afterEach(() => file.remove?.());

    it('is read and written', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data/file.txt': file.value } });
      expect(await guest.read('/data/file.txt')).to.equal('alpha');
      expect(await guest.append('/data/file.txt', '+beta')).to.equal(null);
      expect(await guest.read('/data/file.txt')).to.equal('alpha+beta');
      if (file.text) expect(await file.text()).to.equal('alpha+beta');
      expect(await guest.write('/data/file.txt', 'new')).to.equal(null);
      if (file.text) expect(await file.text()).to.equal('new');
      expect((await guest.stat('/data/file.txt')).size).to.equal(3);
    });

    it('is all that there is', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data/file.txt': file.value } });
      expect(await guest.list('/data')).to.deep.equal(['file.txt']);
      for (const name of ['other.txt', 'secret', 'another-name']) expect(await guest.read(`/data/${name}`), name).to.equal(errno.noent);
      expect(await guest.write('/data/new', 'x')).to.equal(errno.rofs);
      expect(await guest.makeDirectory('/data/sub')).to.equal(errno.rofs);
      expect(await guest.remove('/data/file.txt')).to.equal(errno.rofs);
      expect(await guest.rename('/data/file.txt', '/data/moved')).to.equal(errno.rofs);
      expect(await guest.open({ path: '../secret' })).to.equal(errno.notcapable);
      expect(await guest.open({ path: 'file.txt/../../secret' })).to.equal(errno.notcapable);
      expect(await guest.open({ path: 'file.txt/x' })).to.be.a('number');
      expect(await guest.read('/data/file.txt')).to.equal('alpha');
    });

    it('is read-only with ro:', async () => {
      const guest = await wasiGuest({ allowedPaths: { 'ro:/data/file.txt': file.value, '/data/free.txt': bytes('free') } });
      expect(await guest.read('/data/file.txt')).to.equal('alpha');
      expect(await guest.write('/data/file.txt', 'x')).to.equal(errno.rofs);
      expect(await guest.append('/data/file.txt', 'x')).to.equal(errno.rofs);
      expect(await guest.write('/data/free.txt', 'written')).to.equal(null);
      expect(await guest.read('/data/free.txt')).to.equal('written');
      expect(await guest.list('/data')).to.deep.equal(['file.txt', 'free.txt']);
      if (file.text) expect(await file.text()).to.equal('alpha');
    });

    it('may be at the root, and beside directories', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/file.txt': file.value, '/data': new MemoryDirectory({ a: 'A' }) } });
      expect(await guest.read('/file.txt')).to.equal('alpha');
      expect(await guest.read('/data/a')).to.equal('A');
    });

    it('is there after a trap, as it was left', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data/file.txt': file.value } });
      expect(await guest.write('/data/file.txt', 'left')).to.equal(null);
      await expectError(guest.plugin.call('panics', ''), 'TRAP', /trapped/);
      expect(await guest.read('/data/file.txt')).to.equal('left');
    });

    it('must have a name, in a directory that is not given, too', async () => {
      const refused = (allowedPaths, message) => expectError(make('wasi_rust', { useWasi: true, allowedPaths }), 'INVALID_OPTION', message);
      await refused({ '/': file.value }, /^options\.allowedPaths\["\/"\] is a file, and "\/?" is no name for one/);
      await refused({ '/data/..': file.value }, /is no name for one/);
      await refused({ '/data': {}, '/data/file.txt': file.value }, /^options\.allowedPaths\["\/data\/file\.txt"\] is a file in "\/data", which is the directory of options\.allowedPaths\["\/data"\]/);
    });
  });
}
