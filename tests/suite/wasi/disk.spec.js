// Directories of the disk, which Node has.
import { expect } from 'chai';
import { engine } from '../../support/fixtures.js';
import { expectError, make, rejection } from '../../support/plugin.js';
import { errno, wasiGuest } from './guest.js';

if (engine === 'node') {
  const { execFileSync, spawnSync } = await import('node:child_process');
  const { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync, symlinkSync, writeFileSync } = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const { fileURLToPath } = await import('node:url');

  /** The files and directories that this process has open, each as often as it has; sockets and pipes come and go by themselves. */
  function openFiles() {
    const links = readdirSync('/proc/self/fd').flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/self/fd/${fd}`)];
      } catch {
        // What was read to find them is closed.
        return [];
      }
    });
    return links.filter((path) => path.startsWith('/')).sort();
  }

  describe('directories of the disk', () => {
    let root;
    let inside;
    let outside;
    beforeEach(() => {
      root = mkdtempSync(join(tmpdir(), 'extism-web-'));
      inside = join(root, 'inside');
      outside = join(root, 'outside');
      for (const directory of [inside, outside, join(inside, 'sub'), join(outside, 'sub')]) mkdirSync(directory);
      writeFileSync(join(inside, 'f'), 'inside');
      writeFileSync(join(inside, 'sub', 'g'), 'below');
      writeFileSync(join(outside, 'secret'), 'secret');
      writeFileSync(join(outside, 'sub', 'secret'), 'secret');
    });
    afterEach(() => rmSync(root, { recursive: true }));

    const link = (target, name) => symlinkSync(target, join(inside, name));
    const guestOf = (allowedPaths = { '/data': inside }) => wasiGuest({ allowedPaths });

    describe('links that stay inside', () => {
      it('are followed', async () => {
        link('f', 'file');
        link('sub', 'directory');
        link('directory', 'twice');
        link('../f', 'sub/up');
        link(join(inside, 'sub'), 'absolute');
        const guest = await guestOf();
        expect(await guest.read('/data/file')).to.equal('inside');
        expect(await guest.read('/data/directory/g')).to.equal('below');
        expect(await guest.read('/data/twice/g')).to.equal('below');
        expect(await guest.read('/data/sub/up')).to.equal('inside');
        expect(await guest.read('/data/absolute/g')).to.equal('below');
        expect(await guest.list('/data/twice')).to.deep.equal(['g', 'up']);
        expect(await guest.write('/data/directory/new', 'x')).to.equal(null);
        expect(readFileSync(join(inside, 'sub', 'new'), 'utf8')).to.equal('x');
      });

      it('end in an error when they lead around in a circle', async () => {
        link('b', 'a');
        link('a', 'b');
        expect(await (await guestOf()).read('/data/a')).to.equal(errno.loop);
      });

      it('can be the directory itself', async () => {
        link('sub', 'entry');
        const guest = await guestOf({ '/data': join(inside, 'entry') });
        expect(await guest.read('/data/g')).to.equal('below');
        expect(await guest.open({ path: '../f' })).to.equal(errno.notcapable);
      });
    });

    describe('links that lead out', () => {
      const leaving = {
        'a file, relative': ['../outside/secret', 'l', 'l'],
        'a file, absolute': [() => join(outside, 'secret'), 'l', 'l'],
        'a directory, relative': ['../outside', 'l', 'l/secret'],
        'a directory, absolute': [() => outside, 'l', 'l/secret'],
        'the parent': ['..', 'l', 'l/outside/secret'],
        'from a directory below': ['../../outside', 'sub/l', 'sub/l/secret'],
        'through another link': [() => (link('../outside', 'first'), 'first'), 'l', 'l/secret'],
        'through another link and down': [() => (link('../outside', 'first'), 'first/sub'), 'l', 'l/secret'],
      };
      for (const [name, [target, at, path]] of Object.entries(leaving)) {
        it(`are refused: ${name}`, async () => {
          link(typeof target === 'string' ? target : target(), at);
          const guest = await guestOf();
          for (const attempt of [{ path }, { path, nofollow: true }, { path, create: true }, { path, create: true, nofollow: true }]) {
            expect(await guest.open(attempt), JSON.stringify(attempt)).to.be.oneOf([errno.notcapable, errno.loop, errno.noent]);
          }
          expect(await guest.read(`/data/${path}`)).to.not.equal('secret');
          expect(await guest.write(`/data/${path}`, 'overwritten')).to.be.a('number');
          expect(await guest.append(`/data/${path}`, 'overwritten')).to.be.a('number');
          expect(readFileSync(join(outside, 'secret'), 'utf8')).to.equal('secret');
          expect(readFileSync(join(outside, 'sub', 'secret'), 'utf8')).to.equal('secret');
        });
      }

      it('are read as text at the end of a path: the system would see outside/secret', async () => {
        link('../outside/sub', 'first');
        link('first/../secret', 'l');
        const guest = await guestOf();
        expect(await guest.read('/data/l')).to.equal(errno.noent);
        expect(await guest.write('/data/l', 'new')).to.equal(null);
        expect(readFileSync(join(inside, 'secret'), 'utf8')).to.equal('new');
        expect(readFileSync(join(outside, 'secret'), 'utf8')).to.equal('secret');
      });

      it('are refused by everything that takes a path', async () => {
        link('../outside', 'l');
        const guest = await guestOf();
        expect(await guest.write('/data/l/new', 'x')).to.equal(errno.notcapable);
        expect(await guest.stat('/data/l/secret')).to.equal(errno.notcapable);
        expect(await guest.stat('/data/l')).to.equal(errno.notcapable);
        expect(await guest.list('/data/l')).to.equal(errno.notcapable);
        expect(await guest.list('/data/l/sub')).to.equal(errno.notcapable);
        expect(await guest.remove('/data/l/secret')).to.equal(errno.notcapable);
        expect(await guest.makeDirectory('/data/l/made')).to.equal(errno.notcapable);
        expect(await guest.removeDirectory('/data/l/sub')).to.equal(errno.notcapable);
        expect(await guest.rename('/data/l/secret', '/data/got')).to.equal(errno.notcapable);
        expect(await guest.rename('/data/f', '/data/l/given')).to.equal(errno.notcapable);
        expect(readdirSync(outside)).to.deep.equal(['secret', 'sub']);
        expect(existsSync(join(inside, 'f'))).to.equal(true);
      });

      it('are refused when they lead to nothing yet', async () => {
        link('../outside/new', 'l');
        const guest = await guestOf();
        expect(await guest.write('/data/l', 'x')).to.equal(errno.notcapable);
        expect(await guest.open({ path: 'l', create: true, nofollow: true })).to.equal(errno.loop);
        expect(readdirSync(outside)).to.deep.equal(['secret', 'sub']);
      });

      it('can be removed and renamed themselves', async () => {
        link('../outside/secret', 'l');
        const guest = await guestOf();
        expect(await guest.list('/data')).to.deep.equal(['f', 'l', 'sub/']);
        expect(await guest.rename('/data/l', '/data/m')).to.equal(null);
        expect(readlinkSync(join(inside, 'm'))).to.equal('../outside/secret');
        expect(await guest.remove('/data/m')).to.equal(null);
        expect(readFileSync(join(outside, 'secret'), 'utf8')).to.equal('secret');
      });

      it('are refused from one allowed path to another', async () => {
        link('../outside', 'l');
        const guest = await guestOf({ '/data': inside, 'ro:/other': outside });
        expect(await guest.read('/other/secret')).to.equal('secret');
        expect(await guest.write('/data/l/secret', 'x')).to.equal(errno.notcapable);
      });
    });

    it('must exist', async () => {
      const absent = join(root, 'absent');
      const error = await expectError(rejectionOf({ '/data': absent }), 'INVALID_OPTION', /^options\.allowedPaths\["\/data"\]: the directory ".*absent" for the plug-in's "\/data" cannot be opened: ENOENT/);
      expect(error).to.be.instanceOf(TypeError);
      expect(error.message).to.contain(JSON.stringify(absent));
      expect(error.cause.code).to.equal('ENOENT');
      await expectError(rejectionOf({ '/data': '/dev/null' }), 'INVALID_OPTION', /cannot be opened: it is neither a directory nor a file$/);
      await expectError(rejectionOf({ 'ro:/data': `ro:${absent}` }), 'INVALID_OPTION', /^options\.allowedPaths\["ro:\/data"\]: the directory ".*absent" for/);
    });

    const rejectionOf = (allowedPaths) => make('wasi_rust', { useWasi: true, allowedPaths });

    it('stand beside directories in memory', async () => {
      const guest = await guestOf({ '/data': inside, '/memory': { m: 'memory' } });
      expect(await guest.read('/data/f')).to.equal('inside');
      expect(await guest.read('/memory/m')).to.equal('memory');
      expect(await guest.rename('/memory/m', '/data/m')).to.equal(errno.xdev);
      expect(await guest.rename('/data/f', '/memory/f')).to.equal(errno.xdev);
      expect(await guest.read('/data/f')).to.equal('inside');
      expect(await guest.read('/memory/m')).to.equal('memory');
    });

    it('are not waited for where there is a pipe', async () => {
      execFileSync('mkfifo', [join(inside, 'pipe')]);
      const guest = await guestOf();
      expect(await guest.read('/data/pipe')).to.equal('');
      expect(await guest.open({ path: 'pipe', create: true })).to.be.a('number');
    });

    it('leave no files open when plug-ins end', async () => {
      await (await guestOf()).plugin.close();
      const before = openFiles();
      for (let round = 0; round < 5; round++) {
        const guest = await guestOf({ '/data': inside, 'ro:/other': outside });
        await guest.write('/data/new', 'x');
        await guest.list('/other/sub');
        for (let trap = 0; trap < 3; trap++) await rejection(guest.plugin.call('panics', ''));
        await guest.read('/data/new');
        await guest.plugin.close();
        await guest.plugin.close();
      }
      expect(openFiles()).to.deep.equal(before);
      const open = openSync(join(inside, 'f'), 'r');
      expect(openFiles(), 'one that is open').to.include(realpathSync(join(inside, 'f')));
      closeSync(open);
    });
  });

  describe('the process', () => {
    /** What a Node process that runs a plug-in prints. @param {object} options */
    const run = (options, input = '') => {
      const script = `
        import { readFileSync } from 'node:fs';
        import createPlugin from 'extism-web';
        const plugin = await createPlugin(readFileSync('target/fixtures/wasi_rust.wasm'), ${JSON.stringify({ useWasi: true, ...options })});
        await plugin.call('print', '{"stdout": ["out"], "stderr": ["err"], "partial": "rest"}');
        const input = (await plugin.call('read_stdin')).text();
        await plugin.close();
        if (input !== '{"ok":""}') throw new Error(input);
      `;
      const cwd = fileURLToPath(new URL('../../../', import.meta.url));
      const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd, input, encoding: 'utf8' });
      return { stdout, stderr, status };
    };

    it('prints nothing of the plug-in\'s, and no warning', () => {
      expect(run({}, 'typed')).to.deep.equal({ stdout: '', stderr: '', status: 0 });
    });

    it('prints what the plug-in does when asked', () => {
      expect(run({ enableWasiOutput: true }, 'typed')).to.deep.equal({ stdout: 'out\nrest\n', stderr: 'err\n', status: 0 });
    });
  });
}
