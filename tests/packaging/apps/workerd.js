// A program for workerd: a plug-in of its own, made when the program starts, and whatever requests ask for.
import * as host from 'extism-web';
import { answers } from './edge-answers.mjs';
import counter from './counter.wasm';
import hostPlugin from './host_rust.wasm';
import http from './http_rust.wasm';
import vowels from './count_vowels.wasm';
import wasi from './wasi_rust.wasm';

const modules = { counter, host: hostPlugin, http, vowels, wasi };

/** Shared by all requests; made with the program. */
const shared = await host.createPlugin(vowels);

/** The same made by whichever request comes first. */
let lazy;

export default {
  async fetch(request) {
    const { pathname, searchParams } = new URL(request.url);
    const server = searchParams.get('server');
    const text = searchParams.get('text') ?? '';
    switch (pathname) {
      case '/answers':
        return Response.json(await answers(host, modules, server));
      case '/shared':
        return new Response((await shared.call('count_vowels', text)).text());
      case '/lazy': {
        lazy ??= host.createPlugin(vowels);
        return new Response((await (await lazy).call('count_vowels', text)).text());
      }
      case '/own': {
        // Its request keeps it waiting, while others run.
        const plugin = await host.createPlugin(http, { allowedHosts: [new URL(server).hostname] });
        return new Response((await plugin.call('get', `${server}/http/slow/${searchParams.get('ms')}`)).text() + text);
      }
      default:
        return new Response('not found', { status: 404 });
    }
  },
};
