/** The strictest content security policy under which the package works: WebAssembly may be compiled, no text evaluated. */
export const strictPolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src data:";

/** That of the playground, which shows images and documents, and loads plug-ins from anywhere. */
export const pagePolicy =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src * data: blob:; frame-src 'self' data: blob:";
