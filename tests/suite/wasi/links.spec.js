// Ways out of a directory of the disk by links: those that a plug-in makes and moves, and those that others make while it runs.
import { expect } from 'chai';
import { engine } from '../../support/fixtures.js';
import { Caller } from './caller.js';
import { errno } from './guest.js';

const { notcapable, loop, noent, inval, exist } = errno;

if (engine === 'node') {
  const fs = await import('node:fs');
  const { tmpdir } = await import('node:os');
  const { join } = await import('node:path');
  const { Worker } = await import('node:worker_threads');
  const { loadWasi } = await import('../../../js/wasi/node.js');

  describe('a plug-in with a directory of the disk that links lead out of', () => {
    let root;
    let inside;
    let outside;
    let caller;
    beforeEach(async () => {
      root = fs.mkdtempSync(join(tmpdir(), 'extism-web-'));
      [inside, outside] = [join(root, 'deep', 'inside'), join(root, 'outside')];
      for (const path of [inside, outside, join(inside, 'a', 'b'), join(inside, 'p')]) fs.mkdirSync(path, { recursive: true });
      fs.writeFileSync(join(inside, 'p', 'secret'), 'fine');
      fs.writeFileSync(join(outside, 'secret'), 'secret');
      caller = new Caller((await loadWasi({ allowedPaths: { '/data': inside }, output: undefined }))());
    });
    afterEach(() => {
      caller.context.close();
      fs.rmSync(root, { recursive: true });
    });
    const rename = (from, to) => caller.wasi.path_rename(3, ...caller.put(1000, from), 3, ...caller.put(1200, to));
    const names = (fd) => {
      const answer = caller.wasi.fd_readdir(fd, 10_000, 5000, 0n, 24);
      return answer === 0 ? new TextDecoder('latin1').decode(new Uint8Array(caller.memory.buffer, 10_000, caller.u32(24))) : answer;
    };

    it('makes none that leads out', () => {
      for (const target of ['..', '../outside', '../../outside/secret', '/etc/passwd', 'p/../../x', root]) {
        expect(caller.symlink(target, 3, 'l'), target).to.be.oneOf([notcapable, noent]);
        expect(fs.existsSync(join(inside, 'l'))).to.equal(false);
      }
    });

    it('gets nowhere by one that leads out since it was moved up', () => {
      // Inside of /data where it is made, and two levels above it where it ends up.
      expect(caller.symlink('../../p', 3, 'a/b/l')).to.equal(0);
      const { fd } = caller.open('p', { flags: 2 });
      rename('a/b/l', 'l');
      expect(caller.open('l').errno).to.equal(notcapable);
      expect(caller.open('l/x').errno).to.be.oneOf([notcapable, noent]);
      expect(names(fd)).to.include('secret');
    });

    it('sees nothing of what takes the place of a directory that is open', () => {
      const { fd } = caller.open('p', { flags: 2 });
      fs.renameSync(join(inside, 'p'), join(inside, 'q'));
      fs.symlinkSync(outside, join(inside, 'p'));
      fs.writeFileSync(join(outside, 'hidden'), '');
      expect(names(fd)).to.be.oneOf([notcapable, noent]);
      expect(caller.wasi.fd_filestat_get(fd, 5000)).to.be.oneOf([notcapable, noent]);
      for (const path of ['secret', 'new']) for (const flags of [0, 1, 9]) expect(caller.open(path, { fd, flags, rights: flags === 0 ? 2n : 64n }).errno).to.be.oneOf([notcapable, noent]);
      expect(caller.wasi.path_create_directory(fd, ...caller.put(1000, 'made'))).to.be.oneOf([notcapable, noent]);
      expect(caller.wasi.path_unlink_file(fd, ...caller.put(1000, 'secret'))).to.be.oneOf([notcapable, noent]);
      expect(fs.readdirSync(outside)).to.deep.equal(['hidden', 'secret']);
      expect(fs.readFileSync(join(outside, 'secret'), 'utf8')).to.equal('secret');
    });

    it('does not list a directory above by a link that took the place of one that is open', () => {
      expect(caller.symlink('../..', 3, 'a/b/l')).to.equal(0);
      const { fd } = caller.open('p', { flags: 2 });
      rename('p', 'q');
      rename('a/b/l', 'p');
      expect(names(fd)).to.be.oneOf([notcapable, noent]);
    });

    it('takes a hard link as the file that it is, and makes none of what lies outside', () => {
      expect(caller.link(3, 'p/secret', 3, 'again')).to.equal(0);
      expect(fs.readFileSync(join(inside, 'again'), 'utf8')).to.equal('fine');
      expect(caller.link(3, '../../outside/secret', 3, 'got')).to.equal(notcapable);
      fs.symlinkSync(join(outside, 'secret'), join(inside, 'l'));
      expect(caller.link(3, 'l', 3, 'got')).to.be.oneOf([loop, notcapable]);
      expect(caller.link(3, 'p/secret', 3, 'l')).to.be.oneOf([exist, inval, notcapable]);
      expect(fs.existsSync(join(inside, 'got'))).to.equal(false);
    });

    it('is not quick enough for links that are put in place while it runs', async function () {
      this.timeout(60_000);
      fs.writeFileSync(join(outside, 'hidden'), '');
      fs.symlinkSync(outside, join(inside, 'l'));
      const source = `
        const { renameSync } = require('node:fs');
        const { parentPort, workerData: { inside } } = require('node:worker_threads');
        let on = true;
        parentPort.once('message', () => (on = false));
        (async () => {
          let turns = 0;
          while (on) {
            for (let i = 0; i < 20; i++) {
              renameSync(inside + '/p', inside + '/q'); renameSync(inside + '/l', inside + '/p');
              renameSync(inside + '/p', inside + '/l'); renameSync(inside + '/q', inside + '/p');
            }
            turns += 20;
            await new Promise((resolve) => setImmediate(resolve));
          }
          parentPort.postMessage(turns);
          parentPort.close();
        })();`;
      const worker = new Worker(source, { eval: true, workerData: { inside } });
      await new Promise((resolve) => worker.once('online', resolve));
      const counts = { fine: 0, refused: 0 };
      try {
        const start = performance.now();
        const goesOn = (seconds) => (seconds < 3 || Math.min(counts.fine, counts.refused) <= 10) && seconds < 40;
        for (let turn = 0; goesOn((performance.now() - start) / 1000); turn++) {
          if (turn % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
          const { errno: answer, fd } = caller.open('p/secret');
          if (answer !== 0) counts.refused++;
          else {
            expect(caller.read(fd)).to.equal('fine');
            counts.fine++;
            caller.wasi.fd_close(fd);
          }
          for (const flags of [1, 9]) {
            const made = caller.open(`p/made${turn % 2}`, { flags, rights: 64n });
            if (made.errno === 0) caller.wasi.fd_close(made.fd);
          }
          caller.wasi.path_create_directory(3, ...caller.put(1000, 'p/folder'));
          caller.wasi.path_unlink_file(3, ...caller.put(1000, 'p/made0'));
          rename('p/made1', 'p/secret2');
          caller.link(3, 'p/secret', 3, 'p/linked');
          const listed = caller.open('p', { flags: 2 });
          if (listed.errno === 0) {
            const found = names(listed.fd);
            if (typeof found === 'string') expect(found).to.not.include('hidden');
            caller.wasi.fd_close(listed.fd);
          }
        }
      } finally {
        const stopped = new Promise((resolve) => worker.once('message', resolve));
        worker.postMessage('stop');
        expect(await stopped).to.be.above(100);
      }
      // Both ways were met.
      expect(counts.fine).to.be.above(10);
      expect(counts.refused).to.be.above(10);
      expect(fs.readdirSync(outside)).to.deep.equal(['hidden', 'secret']);
      expect(fs.readFileSync(join(outside, 'secret'), 'utf8')).to.equal('secret');
    });
  });
}
