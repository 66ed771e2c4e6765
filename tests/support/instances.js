// Looks at the instances that the package makes.

/** The imports and exports of every instance that is made while `work` runs; the kernel's come first. */
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
