import { differs, same } from './compare.js';

const text = '{"a":[1,2]}';

/** What `look` makes of the output that has these bytes. */
const output = (look, bytes = text) => async (host) => {
  const plugin = await host.make('echo');
  return look(await plugin.call('echo', bytes), plugin);
};

const tenBytes = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 200, 9, 10);
const types = ['Int8', 'Uint8', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64', 'BigInt64', 'BigUint64'];

describe('as in @extism/extism, an output', () => {
  for (const type of types) {
    same(`reads by get${type}`, output((it) => [it[`get${type}`](0), it[`get${type}`](1, true), it[`get${type}`](2, false)], tenBytes));
    same(`fails in get${type} outside of it`, output((it) => it[`get${type}`](10), tenBytes));
    differs(`is not written by set${type}`, 'outputs\' setters', output((it) => it[`set${type}`](0, type.startsWith('Big') ? 1n : 1), tenBytes), /^a plug-in's output is read-only$/);
  }
  for (const length of [0, 1, 11, 512, 513, 70_000]) {
    const bytes = new Uint8Array(length).fill(65);
    same(`of ${length} bytes has a buffer of its own`, output((it) => [it.byteLength, it.byteOffset, it.buffer.byteLength, it.buffer === it.arrayBuffer(), it.bytes().buffer === it.buffer], bytes));
    same(`of ${length} bytes gives them`, output((it) => [it.bytes().constructor.name, [...it.bytes().slice(0, 20)], it.bytes().length, it.text().length], bytes));
  }

  const looks = {
    'is text': (it) => [it.text(), it.string()],
    'is JSON': (it) => it.json(),
    'is a DataView': (it) => [it instanceof DataView, ArrayBuffer.isView(it), Object.prototype.toString.call(it), it[Symbol.toStringTag]],
    'has no keys': (it) => [Object.keys(it), JSON.stringify(it)],
    'can be decoded': (it) => [new TextDecoder().decode(it), new TextDecoder().decode(it.buffer), new TextDecoder().decode(it.bytes())],
    'is the body of a Response': (it) => new Response(it).text(),
    'is a part of a Blob': (it) => new Blob([it, it.buffer]).text(),
    'has a buffer that can be cloned': (it) => structuredClone(it.buffer).byteLength,
    'has a buffer that can be moved': (it) => [structuredClone(it.buffer, { transfer: [it.buffer] }).byteLength, it.buffer.byteLength],
    'has bytes that can be input again': async (it, plugin) => (await plugin.call('echo', it.bytes())).text(),
    'stays as it is through later calls': async (it, plugin) => {
      const held = it.bytes();
      for (let i = 0; i < 5; i += 1) await plugin.call('echo', `later ${i}`);
      return [it.text(), held.length, it.getUint8(0)];
    },
    'shows writes to its bytes in its bytes': (it) => {
      it.bytes()[0] = 65;
      return [it.bytes()[0], new Uint8Array(it.buffer)[0]];
    },
    'makes others of its class': (it) => new it.constructor(Uint8Array.of(104, 105).buffer).text(),
  };
  for (const [title, look] of Object.entries(looks)) same(title, output(look));

  same('that is no JSON', output((it) => it.json(), '{'));
  same('that is empty and no JSON', output((it) => it.json(), ''));
  same('that is no UTF-8', output((it) => it.text(), Uint8Array.of(255, 104)));
  same('that begins with a byte order mark', output((it) => it.text(), '\ufeffx'));

  const written = 'writing to an output\'s `bytes()`';
  differs('shows no writes to its bytes elsewhere', written, output((it) => {
    it.bytes()[0] = 65;
    return [it.text(), it.getUint8(0)];
  }), [text, 123]);
  differs('that is cloned or sent whole brings its neighbours', '`structuredClone` or `postMessage` of an output', output((it) => {
    const clone = structuredClone(it);
    return [clone.byteLength, clone.buffer.byteLength > clone.byteLength, new TextDecoder().decode(clone)];
  }), [11, true, text]);
  differs('gives an array of its own at each call of bytes', written, output((it) => it.bytes() === it.bytes()), false);
});
