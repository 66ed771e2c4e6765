// Looks at the instances that the package makes.

import { expect } from 'chai';

/**
 * Checks that these instances are none of a plug-in: on the page of a plug-in in a worker there are kernels alone, one for each
 * time that the worker was started.
 * @param {{exports: WebAssembly.Exports}[]} instances
 */
export function expectNoGuest(instances) {
  for (const { exports } of instances) expect(exports).to.include.keys('host_begin');
}

/** Options that give a plug-in a kernel that no other had before it. */
export const ownKernel = { memory: { maxPages: 65535 } };

/**
 * The imports and exports of every instance that is made while `work` runs; the kernel's come first, for a plug-in with
 * `ownKernel`.
 */
export async function instancesOf(work) {
  const made = [];
  const { Instance } = WebAssembly;
  WebAssembly.Instance = function (module, imports) {
    const instance = new Instance(module, imports);
    made.push({ imports, exports: instance.exports });
    return instance;
  };
  WebAssembly.Instance.prototype = Instance.prototype;
  try {
    await work();
  } finally {
    WebAssembly.Instance = Instance;
  }
  return made;
}
