import { join } from 'node:path';
import * as host from 'extism-web';
import { useWorkers } from '../../../in-worker.mjs';

export const dynamic = 'force-dynamic';

export async function GET() {
  const source = (name) => join(process.cwd(), 'public', name);
  const plugin = await host.createPlugin(source('count_vowels.wasm'));
  const output = await plugin.call('count_vowels', 'Hello, World!');
  return new Response(`${output.text()} | ${await useWorkers(host, source)}`);
}
