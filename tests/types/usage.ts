// The package's types, used as they should be, and, below each `@ts-expect-error`, as they should not.
import createPlugin, {
  CompiledPlugin,
  Plugin,
  PluginError,
  PluginOutput,
  Pool,
  compile,
  createPool,
  newPlugin,
  createPlugin as named,
} from 'extism-web';
import type { CallOptions, CurrentPlugin, ErrorCode, HostFunctions, LogLevel, Logger, Manifest, ManifestLike, ManifestWasm, MemoryReport, PluginInput, PluginOptions, PoolStats } from 'extism-web';
import createFromModule, { PluginError as ErrorFromModule, initialize } from 'extism-web/module';

/** Whether two types are the same; `any` is the same as itself only. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_: Same<A, B>): void => {};

export async function making(): Promise<Plugin> {
  const url = new URL('https://plugins.example/count_vowels.wasm');
  const wasm: ManifestWasm = { url, name: 'main' };
  const manifest: Manifest = { wasm: [wasm, { data: new Uint8Array(8) }], config: { vowels: 'aeiou' } };
  const logger: Logger = console;
  const level: LogLevel = 'debug';
  const options: PluginOptions = { config: { vowels: 'aeiou' }, logger, logLevel: level, fetch: globalThis.fetch };

  const sources: ManifestLike[] = [manifest, url, url.href, new ArrayBuffer(8), new Uint8Array(8), new Response(), new WebAssembly.Module(new Uint8Array(8))];
  for (const source of sources) await createPlugin(source, options);
  await createPlugin(fetch(url), options);
  await createPlugin(Promise.resolve(manifest));

  const compiled = await compile(manifest, options);
  same<typeof compiled, CompiledPlugin>(true);
  const plugin = await compiled.instantiate({ logLevel: 'warn' });
  same<typeof plugin, Plugin>(true);

  same<typeof newPlugin, typeof createPlugin>(true);
  same<typeof named, typeof createPlugin>(true);
  same<Awaited<ReturnType<typeof createPlugin>>, Plugin>(true);

  // @ts-expect-error a manifest is needed
  await createPlugin();
  // @ts-expect-error nothing is no manifest
  await createPlugin(null);
  // @ts-expect-error a manifest has its modules in `wasm`
  const none: Manifest = { modules: [] };
  const base64: ManifestWasm = { data: 'AGFzbQEAAAA=', hash: 'ab'.repeat(32) };
  // @ts-expect-error a module's bytes are no number
  const number: ManifestWasm = { data: 7 };
  // @ts-expect-error a WebAssembly.Module is an object
  await createPlugin(42);
  // @ts-expect-error an object of whatever kind is no module
  await createPlugin({ hello: 1 });
  // @ts-expect-error a slip of the pen
  await createPlugin({ wasm: [{ url }], alowedHosts: [] });
  // @ts-expect-error the same in a module
  await createPlugin({ wasm: [{ url, nmae: 'main' }] });
  const inline = { wasm: [{ module: new WebAssembly.Module(new Uint8Array(8)), name: 'main' }], allowed_hosts: ['*'], memory: { max_pages: 4 } };
  await createPlugin(inline);
  void [none, base64, number];
  const functions: HostFunctions = {
    host: { double: (context: CurrentPlugin, handle: bigint) => context.store(`${context.read(handle)?.text()}`) },
    later: { ask: async (_context, question: number) => question + 1 },
  };
  await createPlugin(url, { functions, useWasi: true, allowedHosts: ['*.example.com'], memory: { maxPages: 16 } });
  // @ts-expect-error a host function is a function
  await createPlugin(url, { functions: { host: { double: 2 } } });
  // @ts-expect-error there is no such level
  await createPlugin(url, { logLevel: 'loud' });
  // @ts-expect-error config values are text
  await createPlugin(url, { config: { limit: 3 } });
  // @ts-expect-error there is no such option
  await createPlugin(url, { speed: 'high' });
  // @ts-expect-error a logger has all of the levels
  await createPlugin(url, { logger: { info: () => {} } });
  return plugin;
}

export async function calling(plugin: Plugin): Promise<void> {
  const inputs: PluginInput[] = ['text', 42, new ArrayBuffer(8), new Uint8Array(8), new DataView(new ArrayBuffer(8)), null];
  for (const input of inputs) await plugin.call('count_vowels', input);

  const output = await plugin.call('count_vowels');
  same<typeof output, PluginOutput | null>(true);
  const now = plugin.callSync('count_vowels', 'Hello, World!');
  same<typeof now, PluginOutput | null>(true);

  same<Awaited<ReturnType<Plugin['functionExists']>>, boolean>(true);
  same<Awaited<ReturnType<Plugin['getExports']>>, WebAssembly.ModuleExportDescriptor[]>(true);
  same<Awaited<ReturnType<Plugin['getImports']>>, WebAssembly.ModuleImportDescriptor[]>(true);
  same<Awaited<ReturnType<Plugin['getInstance']>>, WebAssembly.Instance>(true);
  same<ReturnType<Plugin['isActive']>, boolean>(true);
  same<Awaited<ReturnType<Plugin['reset']>>, boolean>(true);
  const report: MemoryReport = await plugin.memory();
  same<typeof report.blocks, { offset: number; length: number }[]>(true);
  same<Awaited<ReturnType<Plugin['close']>>, void>(true);

  // @ts-expect-error a function has a name
  await plugin.call();
  // @ts-expect-error the name is text
  await plugin.call(7, 'input');
  // @ts-expect-error an object is no input
  await plugin.call('count_vowels', { text: 'Hello' });
  // @ts-expect-error nor is a truth value
  plugin.callSync('count_vowels', true);
  // @ts-expect-error the output may be null
  output.text();
  // @ts-expect-error what callSync returns is no promise
  plugin.callSync('count_vowels').then();
  // @ts-expect-error there is no such method
  plugin.run('count_vowels');
}

export function reading(output: PluginOutput): void {
  const view: DataView = output;
  same<ReturnType<typeof output.text>, string>(true);
  same<ReturnType<typeof output.string>, string>(true);
  same<ReturnType<typeof output.arrayBuffer>, ArrayBuffer>(true);
  const bytes: Uint8Array = output.bytes();
  const value: { count: number } = output.json();
  same<typeof output.byteLength, number>(true);
  void [view, bytes, value];

  // @ts-expect-error an output is read-only
  output.setUint8(0, 1);
  // @ts-expect-error the text is no number
  const wrong: number = output.text();
  // @ts-expect-error there is no such method
  output.xml();
  void wrong;
}

export async function failing(plugin: Plugin): Promise<string> {
  try {
    await plugin.call('count_vowels');
  } catch (error) {
    if (error instanceof PluginError) {
      same<typeof error.code, ErrorCode>(true);
      // @ts-expect-error there is no such code
      if (error.code === 'TIME_OUT') return 'never';
      same<typeof error.exitCode, number | undefined>(true);
      same<typeof error.cause, unknown>(true);
      const asError: Error = error;
      // @ts-expect-error the code is text
      const wrong: number = error.code;
      void wrong;
      return asError.message + error.code;
    }
  }
  return '';
}

export async function inWorkers(url: URL): Promise<void> {
  const plugin = await createPlugin(url, { runInWorker: true, timeoutMs: 1000 });
  same<typeof plugin, Plugin>(true);
  await createPlugin({ wasm: [{ url }], timeoutMs: 1000 }, { runInWorker: true });
  await createPlugin({ wasm: [{ url }], timeout_ms: 1000 }, { runInWorker: true });
  await createPlugin(url, { runInWorker: true, timeoutMs: null, nodeWorkerArgs: { resourceLimits: { maxOldGenerationSizeMb: 64 } } });
  const workers: NonNullable<PluginOptions['worker']>[] = [url, url.href, () => new Worker(url, { type: 'module' })];
  for (const worker of workers) await createPlugin(url, { runInWorker: true, worker });

  const { signal } = new AbortController();
  const calls: CallOptions[] = [{}, { signal }, { timeoutMs: 100 }, { timeoutMs: null, signal: AbortSignal.timeout(1000) }];
  for (const options of calls) await plugin.call('count_vowels', 'text', { anything: true }, options);

  // @ts-expect-error it runs in a worker or it does not
  await createPlugin(url, { runInWorker: 'yes' });
  // @ts-expect-error a worker is no number
  await createPlugin(url, { runInWorker: true, worker: 1 });
  // @ts-expect-error what the function makes is a worker
  await createPlugin(url, { runInWorker: true, worker: () => url });
  // @ts-expect-error milliseconds are a number
  await createPlugin(url, { runInWorker: true, timeoutMs: '1s' });
  // @ts-expect-error these are options
  await createPlugin(url, { runInWorker: true, nodeWorkerArgs: 5 });
  // @ts-expect-error what is aborted is the controller
  await plugin.call('count_vowels', null, null, { signal: new AbortController() });
  // @ts-expect-error there is no such option
  await plugin.call('count_vowels', null, null, { timeout: 100 });
  // @ts-expect-error a call that nothing else can interrupt has no options
  plugin.callSync('count_vowels', null, null, { timeoutMs: 100 });

  // The workers' script is there, and exports nothing.
  same<keyof typeof import('extism-web/worker'), never>(true);
}

export async function pooling(url: URL): Promise<void> {
  const pool = await createPool(url, { size: 4, timeoutMs: 1000, config: { vowels: 'aeiou' } });
  same<typeof pool, Pool>(true);
  await createPool(url);
  await createPool(Promise.resolve(url), { worker: url });
  same<Awaited<ReturnType<Pool['call']>>, PluginOutput | null>(true);
  same<Parameters<Pool['call']>, Parameters<Plugin['call']>>(true);
  await pool.call('count_vowels', 'text', null, { signal: AbortSignal.timeout(100) });
  same<ReturnType<Pool['warm']>, Promise<void>>(true);
  const stats: PoolStats = pool.stats;
  same<PoolStats[keyof PoolStats], number>(true);
  same<ReturnType<Pool['close']>, Promise<void>>(true);

  // @ts-expect-error the size is a number
  await createPool(url, { size: '4' });
  // @ts-expect-error what there is cannot be set
  pool.stats = stats;
  // @ts-expect-error nobody can wait for a pool without giving way
  pool.callSync('count_vowels');
  // @ts-expect-error a plug-in has no size
  await createPlugin(url, { size: 4 });
}

export async function startingByHand(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  same<ReturnType<typeof initialize>, Promise<void>>(true);
  await initialize(bytes);
  await initialize(bytes.buffer);
  await initialize(await WebAssembly.compile(bytes));
  same<typeof createFromModule, typeof createPlugin>(true);
  same<typeof ErrorFromModule, typeof PluginError>(true);

  // @ts-expect-error the module is needed
  await initialize();
  // @ts-expect-error nothing is no module
  await initialize(null);
}

// @ts-expect-error the package's inner files are its own
import('extism-web/js/runtime.js');
