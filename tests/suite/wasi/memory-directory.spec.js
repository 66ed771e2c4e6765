import { expect } from 'chai';
import { MemoryDirectory } from 'extism-web';
import { rejection } from '../../support/plugin.js';
import { wasiGuest } from './guest.js';

describe('MemoryDirectory', () => {
  it('holds files and directories', () => {
    const directory = new MemoryDirectory({ 'a.txt': 'grüße', sub: { b: new Uint8Array([1, 2]) } });
    expect(directory.readText('a.txt')).to.equal('grüße');
    expect(directory.readFile('/sub/./b')).to.deep.equal(new Uint8Array([1, 2]));
    expect(directory.list()).to.deep.equal([{ name: 'a.txt', kind: 'file', size: 7 }, { name: 'sub', kind: 'directory', size: 0 }]);
    expect(directory.list('sub')).to.deep.equal([{ name: 'b', kind: 'file', size: 2 }]);
    for (const path of ['absent', 'sub', '', 'a.txt/x', 'absent/x', 'constructor']) {
      expect(directory.readFile(path), path).to.equal(undefined);
      expect(directory.readText(path), path).to.equal(undefined);
    }
    expect(directory.list('a.txt')).to.equal(undefined);
    expect(directory.list('absent')).to.equal(undefined);
  });

  it('writes and removes', () => {
    const directory = new MemoryDirectory();
    directory.writeFile('x/y/z', 'deep');
    directory.writeFile('x/y/z', 'new');
    directory.writeFile('bytes', new Uint8Array([1, 2, 3]).subarray(1));
    expect(directory.readText('x/y/z')).to.equal('new');
    expect(directory.readFile('bytes')).to.deep.equal(new Uint8Array([2, 3]));
    expect(() => directory.writeFile('x/y', '')).to.throw(TypeError, 'is a directory');
    expect(() => directory.writeFile('', '')).to.throw(TypeError, 'is a directory');
    expect(() => directory.writeFile('bytes/x', '')).to.throw(TypeError, 'leads through a file');
    expect(() => directory.writeFile('n', /** @type {any} */ (5))).to.throw(TypeError, 'got number');
    expect(() => directory.readFile('../x')).to.throw(TypeError);
    expect(directory.remove('x/absent')).to.equal(false);
    expect(directory.remove('absent/x')).to.equal(false);
    expect(directory.remove('')).to.equal(false);
    expect(directory.remove('x/y')).to.equal(true);
    expect(directory.list('x')).to.deep.equal([]);
  });

  it('copies what it is given and what it gives', () => {
    const bytes = new Uint8Array([1]);
    const directory = new MemoryDirectory({ f: bytes });
    bytes[0] = 2;
    directory.readFile('f')[0] = 3;
    expect(directory.readFile('f')).to.deep.equal(new Uint8Array([1]));
  });

  it('reads Blobs where that may take a promise', async () => {
    const directory = await MemoryDirectory.from({ sub: new Map([['blob', new Blob(['b'])]]) });
    expect(directory.readText('sub/blob')).to.equal('b');
    expect(await MemoryDirectory.from(directory)).to.equal(directory);
    expect(() => new MemoryDirectory({ blob: new Blob(['b']) })).to.throw(TypeError, 'MemoryDirectory.from');
    expect((await rejection(MemoryDirectory.from(/** @type {any} */ ({ a: 1 })))).message).to.match(/\["a"\] must be text/);
    expect(() => new MemoryDirectory(/** @type {any} */ ('x'))).to.throw(TypeError, 'must be a directory');
  });

  it('is the same to another copy of the package', async () => {
    const url = new URL('../../../js/wasi/memory-directory.js?copy', import.meta.url).href;
    const { MemoryDirectory: Other } = await import(url);
    expect(Other).to.not.equal(MemoryDirectory);
    const other = new Other({ 'in.txt': 'of the other', sub: {} });
    expect(other).to.be.instanceOf(MemoryDirectory);
    expect(await MemoryDirectory.from(other)).to.equal(other);
    const guest = await wasiGuest({ allowedPaths: { '/data': other } });
    expect(await guest.read('/data/in.txt')).to.equal('of the other');
    await guest.write('/data/sub/out', 'x');
    expect(other.readText('sub/out')).to.equal('x');
    for (const value of [null, undefined, 1, 'x', {}, new Map(), Other]) expect(value instanceof MemoryDirectory).to.equal(false);
  });

  it('shows the application what plug-ins write, and plug-ins what the application does', async () => {
    const directory = new MemoryDirectory({ sub: {} });
    const guest = await wasiGuest({ allowedPaths: { '/data': directory, '/sub': directory } });
    await guest.write('/data/sub/out', 'x');
    expect(directory.readText('sub/out')).to.equal('x');
    directory.writeFile('in', 'y');
    expect(await guest.read('/data/in')).to.equal('y');
    directory.remove('sub');
    expect(await guest.list('/sub')).to.deep.equal(['in']);
    await guest.plugin.close();
    expect(directory.readText('in')).to.equal('y');
  });
});
