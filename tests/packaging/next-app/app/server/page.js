import { join } from 'node:path';
import createPlugin from 'extism-web';

export const dynamic = 'force-dynamic';

export default async function Page() {
  const plugin = await createPlugin(join(process.cwd(), 'public', 'count_vowels.wasm'));
  const output = await plugin.call('count_vowels', 'Hello, World!');
  return <output id="result">{output.text()}</output>;
}
