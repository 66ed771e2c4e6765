// What some bytes are, JSON as it is written, errors of any kind, documents made safe, statistics.
import { expect } from 'chai';
import { fileType, suitableView, utf8Fault } from '../../www/output/detect.js';
import { errorFacts } from '../../www/output/error-facts.js';
import { parseJson } from '../../www/output/json-source.js';
import { safeDocument } from '../../www/output/safe-document.js';
import { imageSize } from '../../www/run/image-size.js';
import { histogram, summarize } from '../../www/run/statistics.js';
import { duration, size } from '../../www/shell/format.js';
import { hexRows } from '../../www/shell/hex.js';
import { imageType } from '../../www/shell/image-type.js';
import { picture } from '../../scripts/build/samples/picture.mjs';
import { fractions } from './fractions.mjs';

const bytes = (text) => new TextEncoder().encode(text);

export function define() {
  describe('UTF-8', () => {
    it('is judged as TextDecoder judges it, for any bytes', () => {
      const next = fractions(11);
      const strict = (data) => {
        try {
          new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(data);
          return true;
        } catch {
          return false;
        }
      };
      const starts = [0x41, 0xc2, 0xc1, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x80, 0xff];
      for (let i = 0; i < 20_000; i++) {
        const data = new Uint8Array([starts[Math.floor(next() * starts.length)], ...Array.from({ length: 4 }, () => (next() < 0.7 ? 0x80 + Math.floor(next() * 64) : Math.floor(next() * 256)))]);
        const at = utf8Fault(data);
        expect(at < 0, String(data)).to.equal(strict(data));
        if (at > 0) expect(strict(data.subarray(0, at)), String(data)).to.equal(true);
      }
    });
  });

  describe('the view that suits', () => {
    for (const [name, data, view] of [
      ['text', bytes('plain text'), 'text'],
      ['nothing', bytes(''), 'text'],
      ['an object', bytes(' {"a": 1}'), 'json'],
      ['an array', bytes('[]'), 'json'],
      ['a number', bytes('42'), 'text'],
      ['half an object', bytes('{"a": '), 'text'],
      ['HTML', bytes('<!DOCTYPE html><p>x'), 'html'],
      ['less than', bytes('<3'), 'text'],
      ['SVG', bytes('<?xml version="1.0"?>\n<!-- made --><svg xmlns="x">'), 'image'],
      ['a picture', picture(), 'image'],
      ['other bytes', new Uint8Array([0xff, 0, 1]), 'hex'],
    ]) {
      it(`of ${name} is ${view}`, () => expect(suitableView(/** @type {Uint8Array} */ (data))).to.equal(view));
    }

    it('gives a file its type', () => {
      expect(fileType(bytes('{}'), 'json')).to.deep.equal({ type: 'application/json', extension: 'json' });
      expect(fileType(picture(), 'hex').extension).to.equal('png');
      expect(fileType(bytes('x'), 'text').extension).to.equal('txt');
      expect(fileType(new Uint8Array([0xff]), 'hex').extension).to.equal('bin');
      expect(imageType(bytes('GIF89a'))).to.deep.equal({ type: 'image/gif', extension: 'gif' });
    });
  });

  describe("an image's size", () => {
    it('is read off its header', () => {
      expect(imageSize(picture())).to.deep.equal({ width: 360, height: 240, type: 'png' });
      expect(imageSize(new Uint8Array([...bytes('GIF89a'), 7, 0, 9, 1]))).to.deep.equal({ width: 7, height: 265, type: 'gif' });
      const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 11, 8, 0, 5, 0, 6, 1, 1, 0x11, 0]);
      expect(imageSize(jpeg)).to.deep.equal({ width: 6, height: 5, type: 'jpg' });
    });

    it('is unknown of anything else, and of what is cut off', () => {
      for (const data of [bytes(''), bytes('text'), picture().subarray(0, 12), new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0xff, 0xff])]) expect(imageSize(data)).to.equal(undefined);
    });
  });

  describe('JSON as it is written', () => {
    const written = (node) =>
      node.kind === 'object' ? node.members.map(({ key, value }) => [key, written(value)]) : node.kind === 'array' ? node.members.map(({ value }) => written(value)) : node.source;

    it('keeps numbers, repeated keys and escapes', () => {
      expect(written(parseJson('{"a":1e400,"a":12345678901234567890,"\\u0062":["x\\"y",-0.50,true,null,{}],"c":[]}'))).to.deep.equal([
        ['a', '1e400'],
        ['a', '12345678901234567890'],
        ['b', ['"x\\"y"', '-0.50', 'true', 'null', []]],
        ['c', []],
      ]);
    });

    it('is the same as the engine reads, for any value', () => {
      const next = fractions(3);
      const make = (depth) => {
        const kind = Math.floor(next() * (depth > 3 ? 4 : 6));
        if (kind === 0) return null;
        if (kind === 1) return next() < 0.5;
        if (kind === 2) return Math.round(next() * 1e6) / 7;
        if (kind === 3) return String.fromCharCode(...Array.from({ length: Math.floor(next() * 6) }, () => 32 + Math.floor(next() * 200)));
        if (kind === 4) return Array.from({ length: Math.floor(next() * 4) }, () => make(depth + 1));
        return Object.fromEntries(Array.from({ length: Math.floor(next() * 4) }, (_, i) => [`k${i}"\\`, make(depth + 1)]));
      };
      const read = (node) =>
        node.kind === 'object' ? Object.fromEntries(node.members.map(({ key, value }) => [key, read(value)])) : node.kind === 'array' ? node.members.map(({ value }) => read(value)) : JSON.parse(node.source);
      for (let i = 0; i < 300; i++) {
        const value = make(0);
        expect(read(parseJson(JSON.stringify(value, null, i % 3)))).to.deep.equal(value);
      }
    });

    it('refuses what is no JSON, and what is nested too deeply', () => {
      for (const text of ['', '{', '[1,]', '{a:1}', '1 2', "'x'"]) expect(() => parseJson(text)).to.throw(SyntaxError);
      expect(() => parseJson(`${'['.repeat(1000)}${']'.repeat(1000)}`)).to.throw(RangeError, /deeper than 400/);
    });
  });

  describe('what is said of an error', () => {
    it('is its message, code, exit code, causes and stack', () => {
      const error = Object.assign(new Error('outer', { cause: new Error('inner', { cause: 'innermost' }) }), { code: 'CODE', exitCode: 3 });
      const { stack, ...facts } = errorFacts(error);
      expect(facts).to.deep.equal({ message: 'outer', causes: ['inner', 'innermost'], code: 'CODE', exitCode: 3 });
      expect(stack).to.contain('Error: outer');
    });

    it('is bounded and throws nothing, whatever was thrown', () => {
      const circle = new Error('round');
      circle.cause = circle;
      const hostile = {
        get message() {
          throw new Error('no');
        },
        get cause() {
          throw new Error('no');
        },
        toString() {
          throw new Error('no');
        },
      };
      expect(errorFacts(circle).causes).to.deep.equal([]);
      expect(errorFacts(hostile).message).to.equal('something that cannot be shown');
      expect(errorFacts(undefined).message).to.equal('undefined');
      expect(errorFacts('text').message).to.equal('text');
      expect(errorFacts(new Error('x'.repeat(50_000))).message.length).to.be.below(21_000);
    });
  });

  describe('a document made safe', () => {
    for (const [name, html, safe] of [
      ['keeps structure', '<h1 id="a">x</h1><ol start="3"><li>y</li></ol>', '<h1 id="a">x</h1><ol start="3"><li>y</li></ol>'],
      ['drops scripts and styles with their content', '<script>evil()</script>a<style>b{}</style>c', 'ac'],
      ['drops handlers and inline styles', '<p onclick="x()" style="color:red">a</p>', '<p>a</p>'],
      ['shows where a link led', '<a href="https://example.com/">a</a>', '<a title="https://example.com/">a</a>'],
      ['drops remote images, and keeps those in the document', '<img src="http://x/y.png"><img src="data:image/png;base64,AA==">', '<img src><img src="data:image/png;base64,AA==">'],
      ['drops images that could run scripts', '<img src="data:image/svg+xml,<svg/>">', '<img src>'],
      ['drops frames, forms and bases', '<iframe src="/"></iframe><form action="/"><b>in</b></form><base href="/">', '<b>in</b>'],
    ]) {
      it(name, () => expect(safeDocument(html)).to.equal(safe));
    }
  });

  describe('the statistics of durations', () => {
    it('are nearest ranks', () => {
      const durations = Float64Array.from({ length: 100 }, (_, i) => 100 - i);
      expect(summarize(durations)).to.deep.equal({ count: 100, mean: 50.5, least: 1, most: 100, p50: 50, p95: 95, p99: 99 });
      expect(summarize(new Float64Array([7]))).to.deep.equal({ count: 1, mean: 7, least: 7, most: 7, p50: 7, p95: 7, p99: 7 });
    });

    it('fall into bins, none lost, and what is slowest in the last', () => {
      const durations = Float64Array.from({ length: 1000 }, (_, i) => (i === 999 ? 1e6 : i % 10));
      const bins = histogram(durations, 9);
      expect(bins.reduce((sum, { count }) => sum + count, 0)).to.equal(1000);
      expect(bins.at(-1).count).to.be.above(1);
      expect(histogram(new Float64Array([2, 2, 2]))).to.deep.equal([{ from: 2, to: 2, count: 3 }]);
    });
  });

  it('bytes are written in rows', () => {
    const [row, last] = hexRows(Uint8Array.from({ length: 18 }, (_, i) => 0x3c + i), 0, 512, 0x1000);
    expect(row).to.deep.equal({ address: '001000', hex: '3c 3d 3e 3f 40 41 42 43  44 45 46 47 48 49 4a 4b', text: '<=>?@ABCDEFGHIJK' });
    expect(last.hex).to.equal('4c 4d'.padEnd(48));
    expect(last.address).to.equal('001010');
  });

  it('sizes and durations have fitting units', () => {
    expect([0, 1023, 1024, 1536, 10_240, 5 * 2 ** 20, 3 * 2 ** 30].map(size)).to.deep.equal(['0 B', '1023 B', '1.0 KiB', '1.5 KiB', '10 KiB', '5.0 MiB', '3.0 GiB']);
    expect([0.005, 0.5, 12.34, 1500].map(duration)).to.deep.equal(['5 µs', '0.50 ms', '12 ms', '1.50 s']);
  });
}
