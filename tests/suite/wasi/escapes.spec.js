// Ways out of the directories that a plug-in was given, and ways to change what is read-only: in memory, in OPFS, and on a disk.
import { expect } from 'chai';
import { Caller } from './caller.js';
import { errno } from './guest.js';
import { opfs, places } from './places.js';

const { notcapable, rofs, xdev, noent, notsup } = errno;
const perm = 63;

/** Paths that lead out of `/data`, by which a thing is asked for that exists there, or may. */
const leaving = ['..', '../', '../x', '../outside', '../outside/secret', 'sub/../../x', './../x', 'sub/../..', '/', '//', '/etc/passwd', '/data/f', '/outside/secret', 'sub/../../data/f', 'sub/../../../../../../etc/passwd'];

/** Functions that take a path, each as called by a hostile plug-in with descriptor 3. @type {Record<string, (caller: Caller, path: string) => number>} */
const functions = {
  path_open: (caller, path) => caller.open(path).errno,
  'path_open, no links': (caller, path) => caller.open(path, { follow: 0 }).errno,
  'path_open to create': (caller, path) => caller.open(path, { flags: 1, rights: 64n }).errno,
  'path_open to truncate': (caller, path) => caller.open(path, { flags: 8, rights: 64n }).errno,
  'path_open of a directory': (caller, path) => caller.open(path, { flags: 2 }).errno,
  path_filestat_get: (caller, path) => caller.wasi.path_filestat_get(3, 1, ...caller.put(1000, path), 5000),
  'path_filestat_get, no links': (caller, path) => caller.wasi.path_filestat_get(3, 0, ...caller.put(1000, path), 5000),
  path_filestat_set_times: (caller, path) => caller.wasi.path_filestat_set_times(3, 1, ...caller.put(1000, path), 1n, 1n, 5),
  path_create_directory: (caller, path) => caller.wasi.path_create_directory(3, ...caller.put(1000, path)),
  path_remove_directory: (caller, path) => caller.wasi.path_remove_directory(3, ...caller.put(1000, path)),
  path_unlink_file: (caller, path) => caller.wasi.path_unlink_file(3, ...caller.put(1000, path)),
  path_readlink: (caller, path) => caller.wasi.path_readlink(3, ...caller.put(1000, path), 5000, 100, 24),
  path_symlink: (caller, path) => caller.symlink('f', 3, path),
  'path_link from': (caller, path) => caller.link(3, path, 3, 'got'),
  'path_link to': (caller, path) => caller.link(3, 'f', 3, path),
  'path_rename from': (caller, path) => caller.wasi.path_rename(3, ...caller.put(1000, path), 3, ...caller.put(1200, 'got')),
  'path_rename to': (caller, path) => caller.wasi.path_rename(3, ...caller.put(1000, 'f'), 3, ...caller.put(1200, path)),
};

/** What changes something at `path`, which is read-only; by descriptor 4. @type {Record<string, (caller: Caller) => number>} */
const changes = {
  'path_open to write': (caller) => caller.open('fixed', { fd: 4, rights: 64n }).errno,
  'path_open to create': (caller) => caller.open('new', { fd: 4, flags: 1 }).errno,
  'path_open to truncate': (caller) => caller.open('fixed', { fd: 4, flags: 8 }).errno,
  path_create_directory: (caller) => caller.wasi.path_create_directory(4, ...caller.put(1000, 'new')),
  path_remove_directory: (caller) => caller.wasi.path_remove_directory(4, ...caller.put(1000, 'folder')),
  path_unlink_file: (caller) => caller.wasi.path_unlink_file(4, ...caller.put(1000, 'fixed')),
  path_symlink: (caller) => caller.symlink('fixed', 4, 'new'),
  path_filestat_set_times: (caller) => caller.wasi.path_filestat_set_times(4, 1, ...caller.put(1000, 'fixed'), 1n, 1n, 5),
  'path_link in it': (caller) => caller.link(4, 'fixed', 4, 'new'),
  'path_link out of it, to be written there': (caller) => caller.link(4, 'fixed', 3, 'new'),
  'path_link into it': (caller) => caller.link(3, 'f', 4, 'new'),
  'path_rename in it': (caller) => caller.wasi.path_rename(4, ...caller.put(1000, 'fixed'), 4, ...caller.put(1200, 'new')),
  'path_rename out of it': (caller) => caller.wasi.path_rename(4, ...caller.put(1000, 'fixed'), 3, ...caller.put(1200, 'new')),
  'path_rename into it': (caller) => caller.wasi.path_rename(3, ...caller.put(1000, 'f'), 4, ...caller.put(1200, 'new')),
  'fd_filestat_set_size': (caller) => caller.wasi.fd_filestat_set_size(caller.open('fixed', { fd: 4 }).fd, 0n),
  'fd_allocate': (caller) => caller.wasi.fd_allocate(caller.open('fixed', { fd: 4 }).fd, 0n, 100n),
  'fd_write': (caller) => caller.write(caller.open('fixed', { fd: 4 }).fd, 'x'),
  'fd_write in a folder of it': (caller) => caller.write(caller.open('inner', { fd: caller.open('folder', { fd: 4, flags: 2 }).fd, rights: 66n }).fd, 'x'),
};

const loaders = { disk: '../../../js/wasi/node.js', memory: '../../../js/wasi/browser.js' };

for (const [kind, create] of Object.entries({ ...places, ...opfs })) {
  describe(`a plug-in with ${kind}`, () => {
    let place;
    let fixed;
    let caller;
    beforeEach(async () => {
      [place, fixed] = [await create(), await create()];
      await place.put('f', 'inside');
      await place.put('sub/g', 'below');
      await fixed.put('fixed', 'fixed');
      await fixed.put('folder/inner', 'inner');
      const { loadWasi } = await import(kind === 'a directory of the disk' ? loaders.disk : loaders.memory);
      caller = new Caller((await loadWasi({ allowedPaths: { '/data': place.value, 'ro:/fixed': fixed.value }, output: undefined }))());
    });
    afterEach(async () => {
      caller.context.close();
      await place.remove();
      await fixed.remove();
    });

    for (const [name, work] of Object.entries(functions)) {
      it(`does not get out by ${name}`, async () => {
        for (const path of leaving) expect(work(caller, path), JSON.stringify(path)).to.be.oneOf(name === 'path_readlink' || name === 'path_symlink' || name.startsWith('path_link') ? [notcapable, notsup, noent, perm] : [notcapable]);
        expect([await place.text('f'), await place.text('sub/g'), await place.text('got')]).to.deep.equal(['inside', 'below', undefined]);
      });
    }

    for (const [name, work] of Object.entries(changes)) {
      it(`does not change what is read-only by ${name}`, async () => {
        const answer = work(caller);
        expect(answer).to.be.oneOf([rofs, notcapable, xdev, perm, notsup, errno.badf]);
        expect([await fixed.text('fixed'), await fixed.text('folder/inner'), await fixed.text('new')]).to.deep.equal(['fixed', 'inner', undefined]);
        expect([await place.text('f'), await place.text('new')]).to.deep.equal(['inside', undefined]);
      });
    }
  });
}
