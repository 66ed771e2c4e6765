// WASI's functions, called as a guest calls them.
import { expect } from 'chai';
import { MemoryDirectory } from 'extism-web';
import { isolated } from '../../support/fixtures.js';
import { Caller } from './caller.js';
import { errno } from './guest.js';
import { places } from './places.js';

const implementations = { 'a MemoryDirectory': '../../../js/wasi/browser.js', 'a directory of the disk': '../../../js/wasi/node.js' };
const rights = (1n << 28n) - 1n;

for (const [name, create] of Object.entries(places)) {
  describe(`WASI preview 1 with ${name}`, () => {
    let place;
    let other;
    let lines;
    let caller;
    const load = async (allowedPaths) => (await import(implementations[name])).loadWasi({ allowedPaths, output: (stream, line) => lines.push([stream, line]) });
    beforeEach(async () => {
      [place, other, lines] = [await create(), await create(), []];
      await place.put('a', 'alpha');
      await place.put('sub/b', 'beta');
      await other.put('fixed', 'fixed');
      caller = new Caller((await load({ '/data': place.value, 'ro:/fixed': other.value }))());
    });
    afterEach(async () => {
      caller.context.close();
      await place.remove();
      await other.remove();
    });

    it('does not make a way to write of links to read-only files', async () => {
      expect(caller.link(4, 'fixed', 3, 'got')).to.equal(errno.rofs);
      expect(caller.link(3, 'a', 4, 'given')).to.equal(errno.rofs);
      expect(caller.symlink('a', 4, 'l')).to.equal(errno.rofs);
      expect(await place.text('got')).to.equal(undefined);
      expect(caller.link(3, 'a', 3, 'again')).to.equal(0);
      expect(await place.text('again')).to.equal('alpha');
    });

    it('refuses to change read-only files through descriptors', async () => {
      const { fd } = caller.open('fixed', { fd: 4 });
      expect(caller.read(fd)).to.equal('fixed');
      expect(caller.write(fd, 'x')).to.equal(errno.rofs);
      expect(caller.wasi.fd_pwrite(fd, 16, 1, 0n, 24)).to.equal(errno.rofs);
      expect(caller.wasi.fd_allocate(fd, 0n, 10n)).to.equal(errno.rofs);
      expect(caller.wasi.fd_filestat_set_size(fd, 0n)).to.equal(errno.rofs);
      expect(caller.wasi.fd_filestat_set_times(fd, 0n, 0n, 2)).to.equal(errno.rofs);
      expect(caller.wasi.path_filestat_set_times(4, 1, ...caller.put(1000, 'fixed'), 0n, 0n, 2)).to.equal(errno.rofs);
      for (const flags of [1, 8, 9]) expect(caller.open('fixed', { fd: 4, flags }).errno, `flags ${flags}`).to.equal(errno.rofs);
      for (const base of [1n << 6n, 1n << 8n, 1n << 22n, rights]) expect(caller.open('fixed', { fd: 4, rights: base }).errno, `rights ${base}`).to.equal(errno.rofs);
      expect(await other.text('fixed')).to.equal('fixed');
    });

    it('knows read-only descriptors by their new numbers', async () => {
      const { fd } = caller.open('a', { rights: (1n << 6n) | 2n });
      const fixed = caller.open('fixed', { fd: 4 }).fd;
      expect(caller.wasi.fd_renumber(fixed, fd)).to.equal(0);
      expect(caller.read(fd)).to.equal('fixed');
      expect(caller.write(fd, 'x')).to.equal(errno.rofs);
      expect(caller.wasi.fd_close(fixed)).to.equal(errno.badf);
      expect(caller.wasi.fd_close(fd)).to.equal(0);
      expect(caller.wasi.fd_close(fd)).to.equal(errno.badf);
      // The number may be given again, now for a file that can be written.
      const next = caller.open('a', { rights: (1n << 6n) | 2n });
      expect(next.errno).to.equal(0);
      expect(caller.write(next.fd, 'A')).to.equal(0);
      expect(await place.text('a')).to.equal('Alpha');
    });

    it('does not let a directory below be left', () => {
      const { fd, errno: result } = caller.open('sub', { flags: 2, rights: (1n << 13n) | 2n });
      expect(result).to.equal(0);
      expect(caller.read(caller.open('b', { fd }).fd)).to.equal('beta');
      expect(caller.open('../../x', { fd }).errno).to.equal(errno.notcapable);
      expect(caller.open('/etc/passwd', { fd }).errno).to.equal(errno.notcapable);
    });

    it('refuses paths that are no text', () => {
      expect(caller.open(new Uint8Array([0x61, 0xff])).errno).to.equal(errno.ilseq);
      expect(caller.open('a\0b').errno).to.equal(errno.inval);
      expect(caller.open('a', { fd: 99 }).errno).to.equal(errno.badf);
      expect(caller.open('a', { fd: 1 }).errno).to.equal(errno.badf);
      expect(caller.open('a', { fd: -1 }).errno).to.equal(errno.badf);
    });

    it('refuses addresses outside of the memory', () => {
      const refusals = [errno.fault, errno.inval, errno.overflow];
      const { fd } = caller.open('a');
      const end = caller.memory.buffer.byteLength;
      for (const address of [end, end - 2, 0x7fff_fff0, -1, -16]) {
        const where = `address ${address}`;
        expect(caller.wasi.path_open(3, 1, address, 8, 0, 2n, 2n, 0, 8), where).to.be.oneOf(refusals);
        expect(caller.wasi.fd_write(1, address, 1, 24), where).to.be.oneOf(refusals);
        expect(caller.wasi.fd_read(fd, address, 1, 24), where).to.be.oneOf(refusals);
        expect(caller.wasi.fd_filestat_get(fd, address), where).to.be.oneOf(refusals);
        expect(caller.wasi.clock_time_get(0, 1n, address), where).to.be.oneOf(refusals);
        expect(caller.wasi.random_get(address, 64), where).to.be.oneOf(refusals);
      }
      caller.put(16, new Uint8Array(new Uint32Array([end - 4, 100]).buffer));
      expect(caller.wasi.fd_write(1, 16, 1, 24)).to.equal(errno.fault);
      expect(caller.wasi.fd_write(1, 16, -1, 24)).to.equal(errno.fault);
      expect(lines).to.deep.equal([]);
    });

    it('closes the standard streams for the guest only', async () => {
      expect(caller.write(1, 'one\ntw')).to.equal(0);
      expect(caller.u32(24)).to.equal(6);
      expect(lines).to.deep.equal([['stdout', 'one']]);
      expect(caller.wasi.fd_close(1)).to.equal(0);
      expect(caller.wasi.fd_close(1)).to.equal(errno.badf);
      expect(caller.write(1, 'x')).to.equal(errno.badf);
      expect(caller.read(0)).to.equal('');
      expect(caller.wasi.fd_close(0)).to.equal(0);
      expect(caller.read(0)).to.equal(errno.badf);
      expect(caller.write(0, 'x')).to.equal(errno.badf);
      expect(caller.read(2)).to.equal(errno.badf);
      expect(caller.write(2, 'err\n')).to.equal(0);
      caller.context.flush();
      expect(lines).to.deep.equal([['stdout', 'one'], ['stderr', 'err'], ['stdout', 'tw']]);
    });

    it('lists what was there when the list began, so that a directory can be emptied meanwhile', async () => {
      const names = Array.from({ length: 40 }, (_, number) => `name-${number}`);
      for (const name of names) await place.put(`many/${name}`, 'x');
      const { fd } = caller.open('many', { flags: 2, rights: (1n << 14n) | 2n });
      const found = [];
      for (let cookie = 0n; ; ) {
        expect(caller.wasi.fd_readdir(fd, 4000, 100, cookie, 24)).to.equal(0);
        const used = caller.u32(24);
        let at = 0;
        while (at + 24 <= used && at + 24 + caller.u32(4000 + at + 16) <= used) {
          const name = new TextDecoder().decode(new Uint8Array(caller.memory.buffer, 4000 + at + 24, caller.u32(4000 + at + 16)).slice());
          cookie = new DataView(caller.memory.buffer).getBigUint64(4000 + at, true);
          at += 24 + name.length;
          found.push(name);
          if (!name.startsWith('.')) expect(caller.wasi.path_unlink_file(fd, ...caller.put(1000, name))).to.equal(0);
        }
        if (used < 100) break;
      }
      expect(found.sort()).to.deep.equal(['.', '..', ...names].sort());
      expect(caller.wasi.path_remove_directory(3, ...caller.put(1000, 'many'))).to.equal(0);
    });

    it('moves descriptors over standard streams and back', async () => {
      const { fd } = caller.open('a');
      expect(caller.wasi.fd_renumber(2, fd)).to.equal(0);
      expect(caller.write(fd, 'moved\n')).to.equal(0);
      expect(caller.write(2, 'x')).to.equal(errno.badf);
      expect(lines).to.deep.equal([['stderr', 'moved']]);
      expect(caller.open('a').fd).to.equal(2);
    });

    it('writes at the end of files that are opened so', async () => {
      const { fd } = caller.open('a', { rights: (1n << 6n) | (1n << 2n) | 2n, status: 1 });
      expect(caller.wasi.fd_seek(fd, 0n, 0, 32)).to.equal(0);
      expect(caller.write(fd, '+')).to.equal(0);
      expect(await place.text('a')).to.equal('alpha+');
    });

    it('answers after its end with an error', async () => {
      const context = (await load({ '/data': place.value }))();
      const early = () => context.imports.fd_close(3);
      expect(early).to.throw(/WASI function "fd_close" was called before the module was instantiated/).with.property('code', 'WASI');
      context.bind({});
      expect(early).to.throw(/by a module that does not export its memory/);
      context.bind({ memory: new WebAssembly.Memory({ initial: 1 }) });
      expect(context.imports.fd_close(3)).to.equal(0);
      context.close();
      expect(early).to.throw(/after the plug-in was closed/);
      const unused = (await load({ '/data': place.value }))();
      unused.close();
    });

    it('has all of its functions, and nothing else', () => {
      const names = [
        ...['args_get', 'args_sizes_get', 'clock_res_get', 'clock_time_get', 'environ_get', 'environ_sizes_get', 'fd_advise'],
        ...['fd_allocate', 'fd_close', 'fd_datasync', 'fd_fdstat_get', 'fd_fdstat_set_flags', 'fd_fdstat_set_rights'],
        ...['fd_filestat_get', 'fd_filestat_set_size', 'fd_filestat_set_times', 'fd_pread', 'fd_prestat_dir_name'],
        ...['fd_prestat_get', 'fd_pwrite', 'fd_read', 'fd_readdir', 'fd_renumber', 'fd_seek', 'fd_sync', 'fd_tell', 'fd_write'],
        ...['path_create_directory', 'path_filestat_get', 'path_filestat_set_times', 'path_link', 'path_open', 'path_readlink'],
        ...['path_remove_directory', 'path_rename', 'path_symlink', 'path_unlink_file', 'poll_oneoff', 'proc_exit', 'proc_raise'],
        ...['random_get', 'sched_yield', 'sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'],
      ];
      expect(Object.keys(caller.wasi).sort()).to.deep.equal(names);
      expect(Object.getPrototypeOf(caller.wasi)).to.equal(null);
    });
  });
}

describe('files in memory', () => {
  let directory;
  let caller;
  const all = { rights: (1n << 6n) | 2n };
  beforeEach(async () => {
    directory = new MemoryDirectory({ f: 'abc', d: { e: {} } });
    const { loadWasi } = await import('../../../js/wasi/browser.js');
    caller = new Caller((await loadWasi({ allowedPaths: { '/': directory }, output: undefined }))());
  });

  it('can be resized', () => {
    const { fd } = caller.open('f', all);
    expect(caller.wasi.fd_filestat_set_size(fd, 5n)).to.equal(0);
    expect(directory.readText('f')).to.equal('abc\0\0');
    expect(caller.wasi.fd_filestat_set_size(fd, 2n)).to.equal(0);
    expect(caller.wasi.fd_allocate(fd, 1n, 3n)).to.equal(0);
    expect(directory.readText('f')).to.equal('ab\0\0');
    expect(caller.wasi.fd_seek(fd, 6n, 0, 32)).to.equal(0);
    expect(caller.write(fd, 'x')).to.equal(0);
    expect(directory.readText('f')).to.equal('ab\0\0\0\0x');
    expect(caller.wasi.fd_allocate(fd, 0n, 2n)).to.equal(0);
    expect(directory.readText('f')).to.have.length(7);
  });

  it('have a limit', () => {
    const { fd } = caller.open('f', all);
    for (const size of [1n << 31n, 1n << 62n, -1n]) {
      expect(caller.wasi.fd_filestat_set_size(fd, size), `${size}`).to.equal(errno.fbig);
      expect(caller.wasi.fd_allocate(fd, size, 1n), `${size}`).to.equal(errno.fbig);
      caller.put(16, new Uint8Array(new Uint32Array([2000, 1]).buffer));
      expect(caller.wasi.fd_pwrite(fd, 16, 1, size, 24), `${size}`).to.equal(size < 0n ? errno.inval : errno.fbig);
    }
    expect(directory.readText('f')).to.equal('abc');
  });

  it('live on without a name until they are closed', () => {
    const { fd } = caller.open('f', all);
    expect(caller.wasi.path_unlink_file(3, ...caller.put(1000, 'f'))).to.equal(0);
    expect(caller.write(fd, 'xyz')).to.equal(0);
    expect(directory.list()).to.deep.equal([{ name: 'd', kind: 'directory', size: 0 }]);
    expect(caller.wasi.fd_seek(fd, 0n, 0, 32)).to.equal(0);
    expect(caller.read(fd)).to.equal('xyz');
  });

  it('are truncated and made exclusively when asked', () => {
    expect(caller.open('f', { ...all, flags: 5 }).errno).to.equal(errno.exist);
    expect(caller.open('f', { ...all, flags: 8 }).errno).to.equal(0);
    expect(directory.readText('f')).to.equal('');
    expect(caller.open('d/../d/./new', { ...all, flags: 5 }).errno).to.equal(0);
    expect(directory.readText('d/new')).to.equal('');
  });

  it('do not use up descriptors', () => {
    const first = caller.open('f').fd;
    caller.wasi.fd_close(first);
    for (let i = 0; i < 1000; i++) caller.wasi.fd_close(caller.open('f').fd);
    expect(caller.open('f').fd).to.equal(first);
  });

  it('keep the directory when it cannot be put elsewhere', () => {
    const rename = (from, to) => caller.wasi.path_rename(3, ...caller.put(1000, from), 3, ...caller.put(1200, to));
    expect(rename('d/', 'absent/x')).to.equal(errno.noent);
    expect(rename('d', 'd/e/x')).to.not.equal(0);
    expect(rename('d', 'f')).to.not.equal(0);
    expect(directory.list('d/e')).to.deep.equal([]);
    expect(rename('d/', 'moved/')).to.equal(0);
    expect(directory.list('moved/e')).to.deep.equal([]);
    expect(directory.readText('f')).to.equal('abc');
  });

  if (isolated) {
    it('take shared memory, and give it true random numbers', async () => {
      const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
      const { loadWasi } = await import('../../../js/wasi/browser.js');
      const context = (await loadWasi({ allowedPaths: {}, output: undefined }))();
      context.bind({ memory });
      const { random } = Math;
      Math.random = () => { throw new Error('not random enough'); };
      try {
        expect(context.imports.random_get(0, 1000)).to.equal(0);
      } finally {
        Math.random = random;
      }
      expect(new Set(new Uint8Array(memory.buffer, 0, 1000)).size).to.be.greaterThan(200);
    });
  }
});
