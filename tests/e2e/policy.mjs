/** The strictest content security policy under which the package works: WebAssembly may be compiled, no text evaluated. */
export const strictPolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src data:";
