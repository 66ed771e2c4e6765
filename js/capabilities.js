/**
 * What this JavaScript runtime lets plug-ins do.
 *
 * @typedef {object} Capabilities
 * @property {boolean} supportsJSPromiseInterface whether a plug-in can wait for promises of host functions and for HTTP
 *   without a worker (JSPI)
 * @property {boolean} allowSharedBufferCodec whether `TextDecoder` and `TextEncoder` take shared memory
 * @property {boolean} manifestSupportsPaths whether a manifest may name files
 * @property {boolean} crossOriginChecksEnforced whether requests are subject to CORS
 * @property {boolean} fsAccess whether there is a file system
 * @property {boolean} hasWorkerCapability whether plug-ins can run in a worker
 * @property {boolean} supportsWasiPreview1
 * @property {boolean} supportsTimeouts whether calls in a worker can be ended
 * @property {boolean} extismStdoutEnvVarSet whether the environment variable EXTISM_ENABLE_WASI_OUTPUT is set, which
 *   stands for the option `enableWasiOutput`
 */

/** @type {any} */
const scope = globalThis;

/** Whether programs answer requests here, with what was deployed, and have neither files nor threads. Some pretend to be Node. */
const atEdge = scope.navigator?.userAgent === 'Cloudflare-Workers' || 'EdgeRuntime' in scope;

const hasFiles = !atEdge && (typeof scope.process?.versions?.node === 'string' || scope.Deno !== undefined);

const hasWorkers = !atEdge && (typeof scope.Worker === 'function' || hasFiles);

/** Whether `fetch` shows where redirects lead; that of pages does not. */
export const showsRedirects = atEdge || (hasFiles && !('document' in scope));

/** @type {boolean | undefined} */
let sharedBufferCodec;

function hasSharedBufferCodec() {
  try {
    new TextDecoder().decode(new Uint8Array(new SharedArrayBuffer(1)));
    return true;
  } catch {
    return false;
  }
}

/** @type {Readonly<Capabilities>} */
export const CAPABILITIES = Object.freeze({
  supportsJSPromiseInterface: typeof scope.WebAssembly?.Suspending === 'function',
  // Asked when it matters: it takes a millisecond of a page's first script.
  get allowSharedBufferCodec() {
    return (sharedBufferCodec ??= hasSharedBufferCodec());
  },
  manifestSupportsPaths: hasFiles,
  crossOriginChecksEnforced: !hasFiles && !atEdge,
  fsAccess: hasFiles,
  hasWorkerCapability: hasWorkers,
  supportsWasiPreview1: true,
  supportsTimeouts: hasWorkers,
  // Read when it matters: Deno may refuse it, or ask a person.
  get extismStdoutEnvVarSet() {
    try {
      return Boolean(scope.process?.env?.EXTISM_ENABLE_WASI_OUTPUT);
    } catch {
      return false;
    }
  },
});
