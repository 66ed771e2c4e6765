import { expect } from 'chai';
import { MemoryDirectory } from 'extism-web';
import { expectError, make, rejection } from '../../support/plugin.js';
import { errno, wasiGuest } from './guest.js';
import { places } from './places.js';

for (const [name, create] of Object.entries(places)) {
  describe(`${name} in allowedPaths`, () => {
    let place;
    beforeEach(async () => {
      place = await create();
      await place.put('a.txt', 'alpha');
      await place.put('sub/b.txt', 'beta');
    });
    afterEach(() => place.remove());

    it('can be read', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': place.value } });
      expect(await guest.read('/data/a.txt')).to.equal('alpha');
      expect(await guest.read('/data/sub/b.txt')).to.equal('beta');
      expect(await guest.read('/data/sub/../a.txt')).to.equal('alpha');
      expect(await guest.read('/data/absent')).to.equal(errno.noent);
      expect(await guest.list('/data')).to.deep.equal(['a.txt', 'sub/']);
      expect(await guest.list('/data/sub')).to.deep.equal(['b.txt']);
      expect(await guest.stat('/data/sub')).to.deep.include({ kind: 'dir' });
      const stat = await guest.stat('/data/a.txt');
      expect(stat).to.deep.include({ kind: 'file', size: 5 });
      expect(stat.modified).to.be.within(Date.now() - 60_000, Date.now() + 1000);
    });

    it('can be read by the C library', async () => {
      const plugin = await make('count_vowels_c', { useWasi: true, allowedPaths: { '/data': place.value } });
      expect((await plugin.call('read_text', '/data/sub/b.txt')).text()).to.equal('beta');
      expect((await rejection(plugin.call('read_text', '/data/absent'))).message).to.match(/\b44\b/);
    });

    it('can be changed', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': place.value } });
      expect(await guest.write('/data/new.txt', 'grüße')).to.equal(null);
      expect(await place.text('new.txt')).to.equal('grüße');
      expect(await guest.append('/data/new.txt', ' again')).to.equal(null);
      expect(await place.text('new.txt')).to.equal('grüße again');
      expect(await guest.write('/data/a.txt', 'b')).to.equal(null);
      expect(await place.text('a.txt')).to.equal('b');
      expect(await guest.append('/data/absent', 'x')).to.equal(errno.noent);
    });

    it('takes large files', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': place.value } });
      const text = 'abcdefghijklm'.repeat(200_000);
      expect(await guest.write('/data/large', text)).to.equal(null);
      expect(await place.text('large')).to.equal(text);
      expect(await guest.read('/data/large')).to.equal(text);
    });

    it('can be rearranged', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': place.value } });
      expect(await guest.makeDirectory('/data/made')).to.equal(null);
      expect(await guest.makeDirectory('/data/made')).to.equal(errno.exist);
      expect(await guest.rename('/data/a.txt', '/data/made/c.txt')).to.equal(null);
      expect(await guest.list('/data')).to.deep.equal(['made/', 'sub/']);
      expect(await place.text('made/c.txt')).to.equal('alpha');
      expect(await guest.rename('/data/sub', '/data/moved')).to.equal(null);
      expect(await place.text('moved/b.txt')).to.equal('beta');
      expect(await guest.removeDirectory('/data/moved')).to.equal(errno.notempty);
      expect(await guest.remove('/data/moved/b.txt')).to.equal(null);
      expect(await guest.removeDirectory('/data/moved')).to.equal(null);
      expect(await guest.list('/data')).to.deep.equal(['made/']);
      expect(await guest.remove('/data/absent')).to.equal(errno.noent);
      expect(await guest.rename('/data/made/', '/data/absent/x')).to.equal(errno.noent);
      expect(await place.text('made/c.txt')).to.equal('alpha');
    });

    for (const [where, readOnly] of [['guest', (value) => ({ 'ro:/data': value })], ['host', (value) => ({ '/data': `ro:${value}` })]]) {
      if (where === 'host' && name !== 'a directory of the disk') continue;
      it(`is read-only with ro: before the ${where}'s path`, async () => {
        const guest = await wasiGuest({ allowedPaths: readOnly(place.value) });
        expect(await guest.read('/data/a.txt')).to.equal('alpha');
        expect(await guest.list('/data/sub')).to.deep.equal(['b.txt']);
        expect(await guest.stat('/data/a.txt')).to.deep.include({ kind: 'file', size: 5 });
        expect(await guest.write('/data/a.txt', 'x')).to.equal(errno.rofs);
        expect(await guest.write('/data/new', 'x')).to.equal(errno.rofs);
        expect(await guest.append('/data/a.txt', 'x')).to.equal(errno.rofs);
        expect(await guest.open({ path: 'new', create: true })).to.equal(errno.rofs);
        expect(await guest.remove('/data/a.txt')).to.equal(errno.rofs);
        expect(await guest.removeDirectory('/data/sub')).to.equal(errno.rofs);
        expect(await guest.makeDirectory('/data/made')).to.equal(errno.rofs);
        expect(await guest.rename('/data/a.txt', '/data/b.txt')).to.equal(errno.rofs);
        expect(await guest.write('/data/sub/b.txt', 'x')).to.equal(errno.rofs);
        expect([await place.text('a.txt'), await place.text('sub/b.txt'), await place.text('new')]).to.deep.equal(['alpha', 'beta', undefined]);
      });
    }

    it('can be read-only in one place and not in another', async () => {
      const other = await create();
      try {
        await other.put('o.txt', 'other');
        const guest = await wasiGuest({ allowedPaths: { 'ro:/fixed': place.value, '/free': other.value } });
        expect(await guest.rename('/fixed/a.txt', '/free/a.txt')).to.equal(errno.rofs);
        expect(await guest.rename('/free/o.txt', '/fixed/o.txt')).to.equal(errno.rofs);
        expect(await guest.write('/free/new', 'x')).to.equal(null);
        expect(await guest.read('/fixed/a.txt')).to.equal('alpha');
        expect([await other.text('o.txt'), await other.text('new')]).to.deep.equal(['other', 'x']);
      } finally {
        await other.remove();
      }
    });

    it('cannot be left', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': place.value } });
      for (const path of ['..', '../x', '/etc/passwd', '/', 'sub/../../x', './../x', '/data/a.txt', 'sub/../../data/a.txt']) {
        expect(await guest.open({ path }), path).to.equal(errno.notcapable);
        expect(await guest.open({ path, create: true }), path).to.equal(errno.notcapable);
      }
      expect(await guest.open({ path: 'sub/../a.txt' })).to.equal('alpha');
      expect(await guest.open({ path: 'sub/./b.txt' })).to.equal('beta');
    });

    it('is all that there is', async () => {
      const guest = await wasiGuest();
      for (const path of ['/data/a.txt', 'a.txt', '/etc/passwd', '/']) expect(await guest.read(path), path).to.be.oneOf([errno.notcapable, errno.badf, null]);
      expect(await guest.open({ path: 'a.txt' })).to.equal(errno.badf);
    });

    it('outlives traps, which close what was open', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/data': place.value } });
      await guest.write('/data/kept', 'one');
      await expectError(guest.plugin.call('panics', 'x'), 'TRAP', /trapped/);
      expect(await guest.read('/data/kept')).to.equal('one');
      await guest.append('/data/kept', ' two');
      await rejection(guest.plugin.call('exit_with', '3'));
      expect(await guest.read('/data/kept')).to.equal('one two');
    });

    it('is shared by plug-ins', async () => {
      const [one, two] = [await wasiGuest({ allowedPaths: { '/data': place.value } }), await wasiGuest({ allowedPaths: { '/here': place.value } })];
      await one.write('/data/x', 'from one');
      expect(await two.read('/here/x')).to.equal('from one');
      await two.append('/here/x', ', and two');
      expect(await one.read('/data/x')).to.equal('from one, and two');
      await place.put('y', 'from outside');
      expect(await one.read('/data/y')).to.equal('from outside');
    });

    it('can be given at several paths, with and without a slash at the end', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/one/': place.value, '/two/deep': place.value, here: place.value } });
      expect(await guest.read('/one/a.txt')).to.equal('alpha');
      expect(await guest.read('/two/deep/a.txt')).to.equal('alpha');
      expect(await guest.read('here/a.txt')).to.equal('alpha');
    });

    it('can be the root', async () => {
      const guest = await wasiGuest({ allowedPaths: { '/': place.value } });
      expect(await guest.read('/a.txt')).to.equal('alpha');
      expect(await guest.list('/')).to.deep.equal(['a.txt', 'sub/']);
    });
  });
}

describe('allowedPaths', () => {
  const made = (allowedPaths) => make('wasi_rust', { useWasi: true, allowedPaths });
  const invalid = async (allowedPaths, message) => {
    const error = await expectError(made(allowedPaths), 'INVALID_OPTION', message);
    expect(error).to.be.instanceOf(TypeError);
  };

  it('must be an object', async () => {
    await invalid(['/x'], /^options\.allowedPaths must be an object, got (an )?array$/);
    await invalid('/x', /^options\.allowedPaths must be an object, got (a )?string$/);
  });

  for (const [label, value] of [['number', 5], ['null', null], ['undefined', undefined], ['boolean', true], ['function', () => {}]]) {
    it(`refuses a ${label}`, () => invalid({ '/x': value }, new RegExp(`^options\\.allowedPaths\\["/x"\\] must be .* got ${label}$`)));
  }

  it('refuses what is no directory', async () => {
    await invalid({ '/x': [] }, /^options\.allowedPaths\["\/x"\] must be a directory.* got array$/);
    await invalid({ '/x': new Date() }, /^options\.allowedPaths\["\/x"\] must be a directory/);
    await invalid({ '/x': { 'a.txt': 5 } }, /^options\.allowedPaths\["\/x"\]\["a\.txt"\] must be text, bytes, a Blob or a directory, got number$/);
    await invalid({ '/x': { sub: { deep: null } } }, /^options\.allowedPaths\["\/x"\]\["sub"\]\["deep"\] must be .* got null$/);
  });

  it('refuses names that are none', async () => {
    for (const name of ['', '.', '..', 'a/b', 'a\0']) await invalid({ '/x': { [name]: '' } }, /cannot be a file's name/);
    await invalid({ '': {} }, /must not be empty/);
    await invalid({ 'ro:': {} }, /must not be empty/);
    await invalid({ '/x': {}, 'ro:/x/': {} }, /^options\.allowedPaths\["ro:\/x\/"\] names the path "\/x" a second time$/);
  });

  it('are not looked at without WASI', async () => {
    await make('count_vowels', { allowedPaths: { '/x': 5 } });
  });

  it('take objects, Maps, bytes and Blobs', async () => {
    const bytes = new Uint8Array([0x2d, 0x62, 0x79, 0x74, 0x65, 0x73, 0x2d]);
    const guest = await wasiGuest({
      allowedPaths: {
        '/data': {
          text: 'grüße',
          view: bytes.subarray(1, 6),
          buffer: bytes.buffer,
          blob: new Blob(['from a ', 'blob']),
          file: new File(['from a file'], 'other', { lastModified: 1_600_000_000_000 }),
          map: new Map([['inner', new Map([['deep', 'x']])]]),
          object: Object.assign(Object.create(null), { nested: { a: '', b: {} } }),
          memory: new MemoryDirectory({ m: 'm' }),
        },
      },
    });
    expect(await guest.list('/data')).to.deep.equal(['blob', 'buffer', 'file', 'map/', 'memory/', 'object/', 'text', 'view']);
    expect(await guest.read('/data/text')).to.equal('grüße');
    expect(await guest.read('/data/view')).to.equal('bytes');
    expect(await guest.read('/data/buffer')).to.equal('-bytes-');
    expect(await guest.read('/data/blob')).to.equal('from a blob');
    expect(await guest.read('/data/file')).to.equal('from a file');
    expect((await guest.stat('/data/file')).modified).to.equal(1_600_000_000_000);
    expect(await guest.read('/data/map/inner/deep')).to.equal('x');
    expect(await guest.list('/data/object/nested')).to.deep.equal(['a', 'b/']);
    expect(await guest.read('/data/memory/m')).to.equal('m');
  });

  it('leave objects as they are, and keep what is written for the plug-in', async () => {
    const bytes = new Uint8Array([0x61]);
    const tree = { text: 'x', bytes };
    const guest = await wasiGuest({ allowedPaths: { '/data': tree } });
    await guest.write('/data/text', 'changed');
    await guest.write('/data/bytes', 'b');
    await rejection(guest.plugin.call('panics', ''));
    expect(await guest.read('/data/text')).to.equal('changed');
    expect(tree).to.deep.equal({ text: 'x', bytes: new Uint8Array([0x61]) });
  });

  it('may be in the manifest', async () => {
    const { fixtureBytes } = await import('../../support/fixtures.js');
    const manifest = { wasm: [{ data: await fixtureBytes('wasi_rust') }], allowedPaths: { '/data': { a: 'A' } } };
    const plugin = await make(manifest, { useWasi: true });
    expect((await plugin.call('read_file', '/data/a')).json()).to.deep.equal({ ok: 'A' });
  });
});
