// A route for the edge runtime, in which nothing can be compiled.
import * as host from 'extism-web';
import { answers } from '../../../edge-answers.mjs';
import counter from '../../../counter.wasm?module';
import hostPlugin from '../../../host_rust.wasm?module';
import http from '../../../http_rust.wasm?module';
import vowels from '../../../count_vowels.wasm?module';
import wasi from '../../../wasi_rust.wasm?module';

export const runtime = 'edge';

export async function GET(request) {
  const modules = { counter, host: hostPlugin, http, vowels, wasi };
  return Response.json(await answers(host, modules, new URL(request.url).searchParams.get('server')));
}
