// The kernel alone, without plug-in or host, beside a model of a kernel that walks its blocks
// (guests/walk_kernel.wat). The model is a reference for how costs grow, not another product.
import { guestModule } from '../harness/assets.js';
import { same } from '../harness/check.js';
import { kernelInstance } from '../harness/floors.js';

const reference = 'walking model';

const kernels = async () => [
  { name: 'ours', exports: (await kernelInstance()).exports },
  { name: reference, exports: /** @type {any} */ ((await WebAssembly.instantiate(await guestModule('walk_kernel'))).exports) },
];

/** What guests/churn.wat answers for its first turns, by a model of it that needs no kernel. */
function expectedSum(live, turns) {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 8;
  };
  const size = () => (random() & 511) + 1;
  const sizes = Array.from({ length: live }, () => [size(), size()][0]);
  let sum = 0;
  for (let i = 0; i < turns; i++) {
    const slot = random() % live;
    sum += sizes[slot];
    sizes[slot] = size();
  }
  return BigInt(sum);
}

const churn = (live) => ({
  id: `kernel-churn-${live}`,
  group: 'kernel',
  name: `kernel: length, free, alloc with ${live.toLocaleString('en')} live blocks`,
  against: reference,
  async contestants() {
    const module = await guestModule('churn');
    const contestants = [];
    for (const { name, exports } of await kernels()) {
      const driver = /** @type {any} */ ((await WebAssembly.instantiate(module, { 'extism:host/env': exports })).exports);
      exports.trust?.(1);
      driver.fill(live);
      exports.trust?.(0);
      same(driver.churn(1000), expectedSum(live, 1000), name);
      contestants.push({ name, run: (times) => driver.churn(times) });
    }
    return contestants;
  },
});

/** A call that left `bytes` in memory, then the reset and the 16 bytes of input and output of the next one. */
const reset = (bytes, size) => ({
  id: `kernel-reset-${size.replace(' ', '')}`,
  group: 'kernel',
  name: `kernel: reset after a call with ${size}, then 16 B in and out`,
  against: reference,
  async contestants() {
    const [ours, model] = await kernels();
    const { host_alloc, host_begin, host_reset, alloc, length } = ours.exports;
    const steps = {
      ours() {
        if (host_alloc(bytes) === 0) throw new Error('ours: no memory');
        host_begin(16);
        return alloc(16n);
      },
      [reference]() {
        if (model.exports.alloc(BigInt(bytes)) === 0n) throw new Error('model: no memory');
        model.exports.reset();
        model.exports.alloc(16n);
        return model.exports.alloc(16n);
      },
    };
    host_reset();
    same(length(steps.ours()), 16n, 'ours');
    same(model.exports.length(steps[reference]()), 16n, reference);
    return Object.entries(steps).map(([name, step]) => ({
      name,
      run(times) {
        for (let i = 0; i < times; i++) step();
      },
    }));
  },
});

const KiB = 1024;
const MiB = 1024 * KiB;

/** @type {import('./index.js').Row[]} */
export const kernelRows = [
  ...[10, 100, 1000, 10_000, 100_000].map(churn),
  reset(KiB, '1 KiB'),
  reset(MiB, '1 MiB'),
  reset(32 * MiB, '32 MiB'),
  reset(256 * MiB, '256 MiB'),
];
