// A worker at the edge (`wrangler dev`): each request has a plug-in of its own, with the settings of its user.
import { compile } from 'extism-web';
import vowels from './count_vowels.wasm';

const compiled = await compile(vowels);

export default {
  /** @param {Request} request */
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    const config = { vowels: searchParams.get('vowels') ?? 'aeiouAEIOU' };
    const plugin = await compiled.instantiate({ config });
    try {
      const output = await plugin.call('count_vowels', await request.text());
      return new Response(output?.text(), { headers: { 'content-type': 'application/json' } });
    } catch (error) {
      return Response.json({ code: error.code, message: error.message }, { status: 422 });
    } finally {
      await plugin.close();
    }
  },
};
