// Kernel memory replayed from a trace: by hand, and against a model that does one event after the other.
import { expect } from 'chai';
import { layout } from '../../www/memory/layout.js';
import { Replay } from '../../www/memory/replay.js';
import { sentence } from '../../www/memory/sentences.js';
import { fractions } from './fractions.mjs';

const text = (string) => new TextEncoder().encode(string);
const env = 'extism:host/env';
const host = (name, blocks, freed = [], module = env) => ({ type: 'host', module, name, args: [], result: null, blocks, freed, ms: 0 });
const replay = (events) => new Replay({ function: 'f', lost: 0, kernel: { byteLength: 65536, maxByteLength: undefined }, plugin: null, events });

/** A trace with everything in it. */
const whole = [
  { type: 'begin', input: { offset: 0x1000, length: 5, bytes: text('hello') } },
  { type: 'alloc', offset: 0x1020, length: 3 },
  { type: 'store', offset: 0x1020, length: 3, count: 3, bytes: text('key') },
  host('config_get', [{ offset: 0x1040, length: 5, bytes: text('value') }], [0x1020]),
  { type: 'load', offset: 0x1040, length: 5, count: 5 },
  host('var_get', [{ offset: 0x1060, length: 1, bytes: text('v') }]),
  host('http_request', [{ offset: 0x1080, length: 4, bytes: text('body') }]),
  host('kv_read', [{ offset: 0x10a0, length: 4, bytes: text('kept') }], [], 'extism:host/user'),
  { type: 'alloc', offset: 0x10c0, length: 8 },
  { type: 'store', offset: 0x10c0, length: 2, count: 2, bytes: text('ok') },
  { type: 'output', offset: 0x10c0, length: 2 },
  { type: 'alloc', offset: 0x1020, length: 4 },
  { type: 'error', offset: 0x1020, length: 4 },
  { type: 'end', outcome: 'output', output: { offset: 0x10c0, length: 2 } },
].map((event, at) => ({ at, ...event }));

export function define() {
  describe('memory replayed', () => {
    const roles = (index) => replay(whole).at(index).blocks.map(({ offset, role, freedBy }) => [offset, role, freedBy]);

    it('has every block with its role', () => {
      expect(roles(13)).to.deep.equal([
        [0x1000, 'input', null],
        [0x1020, 'error', null],
        [0x1040, 'config', null],
        [0x1060, 'var', null],
        [0x1080, 'http', null],
        [0x10a0, 'host', null],
        [0x10c0, 'output', null],
      ]);
      expect(roles(4)).to.deep.equal([
        [0x1000, 'input', null],
        [0x1020, 'guest', 3],
        [0x1040, 'config', null],
      ]);
      expect(roles(0)).to.deep.equal([[0x1000, 'input', null]]);
    });

    it('counts the bytes that moved', () => {
      expect(replay(whole).at(13).moved).to.deep.equal({ pageToKernel: 19, kernelToPlugin: 5, pluginToKernel: 5, kernelToPage: 2 });
      expect(replay(whole).at(0).moved).to.deep.equal({ pageToKernel: 5, kernelToPlugin: 0, pluginToKernel: 0, kernelToPage: 0 });
    });

    it('knows what an event touched, and how high memory was used', () => {
      const memory = replay(whole);
      expect(memory.at(2).touched).to.deep.equal({ offset: 0x1020, length: 3 });
      expect(memory.at(3).touched).to.deep.equal({ offset: 0x1040, length: 5 });
      expect([memory.low, memory.high]).to.deep.equal([0x1000, 0x10c8]);
    });

    it('shows what a block held at an event, zeros where nothing was written', () => {
      const memory = replay(whole);
      const output = memory.at(13).blocks.at(-1);
      expect(memory.bytes(output, 8)).to.deep.equal(new Uint8Array(8));
      expect(memory.bytes(output, 13)).to.deep.equal(new Uint8Array([...text('ok'), 0, 0, 0, 0, 0, 0]));
    });

    it('takes an output back that is set again, and an error', () => {
      const events = [
        { at: 0, type: 'begin', input: null },
        { at: 0, type: 'alloc', offset: 16, length: 8 },
        { at: 0, type: 'alloc', offset: 32, length: 8 },
        { at: 0, type: 'output', offset: 18, length: 2 },
        { at: 0, type: 'output', offset: 32, length: 8 },
        { at: 0, type: 'error', offset: 16, length: 8 },
        { at: 0, type: 'error', offset: 0, length: 0 },
      ];
      const at = (index) => replay(events).at(index).blocks.map(({ role }) => role);
      expect(at(3)).to.deep.equal(['output', 'guest']);
      expect(at(4)).to.deep.equal(['guest', 'output']);
      expect(at(5)).to.deep.equal(['error', 'output']);
      expect(at(6)).to.deep.equal(['guest', 'output']);
    });

    it('is the same as when each event is done in turn, for any sequence', () => {
      const next = fractions(7);
      for (let round = 0; round < 60; round++) {
        const events = [{ at: 0, type: 'begin', input: null }];
        /** The model: what is where. @type {Map<number, {length: number, bytes: number[], freed: boolean}>} */
        const model = new Map();
        const snapshots = [structuredClone(model)];
        for (let i = 0; i < 60; i++) {
          const slot = 16 + 32 * Math.floor(next() * 8);
          const kind = Math.floor(next() * 3);
          const block = model.get(slot);
          if (kind === 0 && (!block || block.freed)) {
            const length = 1 + Math.floor(next() * 16);
            events.push({ at: i, type: 'alloc', offset: slot, length });
            model.set(slot, { length, bytes: new Array(length).fill(0), freed: false });
          } else if (kind === 1) {
            events.push({ at: i, type: 'free', offset: slot });
            if (block) block.freed = true;
          } else {
            const bytes = new Uint8Array([1, 2, 3].map(() => Math.floor(next() * 256)));
            events.push({ at: i, type: 'store', offset: slot + 1, length: 3, count: 3, bytes });
            bytes.forEach((byte, k) => block && k + 1 < block.length && (block.bytes[k + 1] = byte));
          }
          snapshots.push(structuredClone(model));
        }
        const memory = replay(events);
        for (const index of [0, 15, 30, 60]) {
          const seen = memory.at(index).blocks.map((block) => [block.offset, block.length, block.freedBy !== null, [...memory.bytes(block, index)]]);
          const known = [...snapshots[index]].sort(([a], [b]) => a - b).map(([offset, { length, freed, bytes }]) => [offset, length, freed, bytes]);
          expect(seen).to.deep.equal(known);
        }
      }
    });

    it('of nonsense throws nothing and ends', () => {
      const wild = [
        { at: 0, type: 'begin', input: { offset: 2 ** 40, length: 10, bytes: new Uint8Array() } },
        { at: 0, type: 'alloc', offset: 100, length: 2 ** 50 },
        { at: 0, type: 'alloc', offset: 0, length: 7 },
        { at: 0, type: 'free', offset: 12345 },
        { at: 0, type: 'store', offset: 2 ** 45, length: 1, count: 1, bytes: new Uint8Array([1]) },
        { at: 0, type: 'output', offset: 2 ** 52, length: 3 },
        { at: 0, type: 'unheard of' },
      ];
      const memory = replay(wild);
      for (let i = -1; i <= wild.length; i++) {
        const { blocks, touched } = memory.at(i);
        for (const block of blocks) memory.bytes(block, i);
        expect(layout(memory.low, memory.high, blocks, touched).rows.length).to.be.at.most(13);
      }
      expect(replay([]).at(0).blocks).to.deep.equal([]);
      for (const event of wild) expect(sentence(event)).to.be.a('string');
    });
  });

  describe('the layout of memory', () => {
    it('is to scale, in rows, with small blocks large enough to be seen', () => {
      const { perRow, rows } = layout(0x1000, 0x1200, [{ offset: 0x1000, length: 256 }, { offset: 0x11ff, length: 1 }], { offset: 0x1010, length: 16 });
      expect(perRow).to.equal(128);
      expect(rows.map(({ from }) => from)).to.deep.equal([0x1000, 0x1080, 0x1100, 0x1180]);
      expect(rows[0].pieces.map(({ x, width }) => [x, width])).to.deep.equal([[0, 100]]);
      expect(rows[3].pieces[0].width).to.be.above(0.5);
      expect(rows[0].touched).to.deep.equal({ x: 12.5, width: 12.5 });
    });

    it('has few rows, however large memory is, and nothing for none', () => {
      expect(layout(0, 2 ** 32, [], null).rows.length).to.be.at.most(13);
      expect(layout(0, 0, [], null)).to.deep.equal({ perRow: 0, rows: [] });
    });
  });

  describe('the sentence of an event', () => {
    it('says in plain words what happened', () => {
      expect(whole.map(sentence)).to.deep.equal([
        'The call began, with 5 B of input at 0x1000',
        'Made a block of 3 B at 0x1020',
        'Wrote 3 B to 0x1020 (3 stores)',
        'Called config_get(): 5 B at 0x1040; the host freed 1 argument',
        'Read 5 B from 0x1040 (5 loads)',
        'Called var_get(): 1 B at 0x1060',
        'Called http_request(): 4 B at 0x1080',
        'Called kv_read(): 4 B at 0x10a0',
        'Made a block of 8 B at 0x10c0',
        'Wrote 2 B to 0x10c0 (2 stores)',
        'Set the output: 2 B at 0x10c0',
        'Made a block of 4 B at 0x1020',
        'Set the error: the block at 0x1020',
        'The call ended, with an output',
      ]);
    });
  });
}
