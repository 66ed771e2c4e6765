// What cannot be beaten, or not by much: shown beside the hosts.
import { fileBytes, guestModule } from './assets.js';

/** Two copies of `input`, into a WebAssembly memory and out of it, as any host must make. */
export function twoCopies(input) {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(input.length / 65536) + 1 });
  const view = new Uint8Array(memory.buffer);
  let sink = new Uint8Array();
  return {
    name: 'two copies',
    run(times) {
      for (let i = 0; i < times; i++) {
        view.set(input, 1024);
        sink = view.slice(1024, 1024 + input.length);
      }
      return sink.length;
    },
  };
}

/** The kernel's own exports over a memory of its own. */
export async function kernelInstance() {
  const module = await WebAssembly.compile(await fileBytes('target/fixtures/kernel.wasm'));
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65535 });
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return { exports: /** @type {any} */ (exports), memory };
}

/** The echo guest linked with a kernel, by hand. */
export async function echoByHand() {
  const kernel = await kernelInstance();
  const { exports } = await WebAssembly.instantiate(await guestModule('echo'), { 'extism:host/env': kernel.exports });
  return { kernel, guest: /** @type {any} */ (exports) };
}

/** A direct call of a plug-in's export that does nothing: no input, no output, no host. */
export async function bareExport() {
  const { nothing } = (await echoByHand()).guest;
  return {
    name: 'bare export',
    run(times) {
      for (let i = 0; i < times; i++) nothing();
    },
  };
}

/** The least JavaScript that makes a call over the kernel: no checks, no errors, no promise. */
export async function byHand(input) {
  const { kernel, guest } = await echoByHand();
  const { host_begin, host_status, host_output_offset, host_output_length } = kernel.exports;
  kernel.memory.grow(Math.ceil((2 * input.length) / 65536) + 1);
  const view = new Uint8Array(kernel.memory.buffer);
  const call = () => {
    view.set(input, host_begin(input.length));
    if (guest.echo() !== 0 || host_status() !== 1) throw new Error('by hand: the call failed');
    const at = host_output_offset();
    return new DataView(view.slice(at, at + host_output_length()).buffer);
  };
  let sink = call();
  return {
    name: 'by hand',
    run(times) {
      for (let i = 0; i < times; i++) sink = call();
      return sink.byteLength;
    },
  };
}
