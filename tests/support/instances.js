// Looks at the instances and memories that the package makes.

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
 * The imports and exports of every instance that is made while `work` runs, but for those of the package's own that only look at
 * modules; the kernel's come first, for a plug-in with `ownKernel`.
 */
export async function instancesOf(work) {
  const made = await madeDuring(work, 'Instance', ({ exports }, _module, imports) => ({ imports, exports }));
  return made.filter(({ exports }) => !('signatures' in exports && 'limits' in exports));
}

/** Every memory that is made while `work` runs. */
export const memoriesOf = (work) => madeDuring(work, 'Memory', (memory) => memory);

/** What `note` makes of every object of a class of `WebAssembly`, and its arguments, that is made while `work` runs. */
async function madeDuring(work, name, note) {
  const made = [];
  const Class = WebAssembly[name];
  WebAssembly[name] = function (...args) {
    const object = new Class(...args);
    made.push(note(object, ...args));
    return object;
  };
  WebAssembly[name].prototype = Class.prototype;
  try {
    await work();
  } finally {
    WebAssembly[name] = Class;
  }
  return made;
}
