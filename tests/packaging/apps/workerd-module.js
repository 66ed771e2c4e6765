// A program for workerd that gives the package its WebAssembly itself.
import * as host from 'extism-web/module';
import hostModule from 'extism-web/extism_web_bg.wasm';
import kernel from 'extism-web/extism_web_kernel.wasm';
import { answers } from './edge-answers.mjs';
import counter from './counter.wasm';
import hostPlugin from './host_rust.wasm';
import http from './http_rust.wasm';
import vowels from './count_vowels.wasm';
import wasi from './wasi_rust.wasm';

const modules = { counter, host: hostPlugin, http, vowels, wasi };

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const isWhole = pathname === '/answers';
    await (isWhole ? host.initialize(hostModule, kernel) : host.initialize(hostModule));
    if (isWhole) return Response.json(await answers(host, modules, searchParams.get('server')));
    const failure = await host.createPlugin(vowels).catch((error) => error);
    return new Response(`${failure.code} ${failure.message}`);
  },
};
