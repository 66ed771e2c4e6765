// A program written for `@extism/extism`, with every type and every member that it exports. It must compile for that package
// as it stands, and for this one with nothing changed but the import.
import createPlugin, { CAPABILITIES, createPlugin as named, newPlugin } from '@extism/extism';
import type {
  CallContext,
  Capabilities,
  CurrentPlugin,
  ExtismPluginOptions,
  LogLevel,
  Manifest,
  ManifestLike,
  ManifestWasm,
  ManifestWasmData,
  ManifestWasmModule,
  ManifestWasmPath,
  ManifestWasmResponse,
  ManifestWasmUrl,
  MemoryOptions,
  Plugin,
  PluginConfig,
  PluginConfigLike,
  PluginOutput,
} from '@extism/extism';

const data: ManifestWasmData = { data: new Uint8Array(8) };
const url: ManifestWasmUrl = { url: new URL('https://plugins.example/count_vowels.wasm') };
const text: ManifestWasmUrl = { url: 'https://plugins.example/count_vowels.wasm' };
const path: ManifestWasmPath = { path: 'count_vowels.wasm' };
const compiled: ManifestWasmModule = { module: new WebAssembly.Module(new Uint8Array(8)) };
const response: ManifestWasmResponse = { response: new Response() };

export const modules: ManifestWasm[] = [data, url, text, path, compiled, response, { ...url, name: 'side', hash: 'ab'.repeat(32) }];

export function whereItIs(item: ManifestWasm): string {
  const label: string | undefined = item.name ?? item.hash;
  if ('url' in item) return String(item.url);
  if ('path' in item) return item.path;
  if ('data' in item) return `${label}, in the manifest`;
  if ('module' in item) return `${WebAssembly.Module.exports(item.module).length} exports`;
  return item.response.url;
}

const memory: MemoryOptions = { maxPages: 5, maxHttpResponseBytes: undefined, maxVarBytes: 1024 };
const config: PluginConfig = { vowels: 'aeiou' };
const configLike: PluginConfigLike = config;
configLike['consonants'] = 'bcd';

export interface NamedManifest extends Manifest {
  title: string;
}

export const manifest: Manifest = {
  wasm: modules,
  config,
  allowedHosts: ['*.example.com'],
  allowedPaths: { '/mnt': 'data' },
  memory,
  timeoutMs: null,
  allowed_hosts: ['example.com'],
  allowed_paths: { '/mnt': 'data' },
  timeout_ms: 1000,
};
manifest.allowedHosts?.push('example.org');
manifest.config = { ...manifest.config, more: 'yes' };
manifest.memory = { ...manifest.memory, maxPages: 4 };
const limit: number | null | undefined = manifest.timeoutMs ?? manifest.timeout_ms;
export const title: NamedManifest = { ...manifest, title: `at most ${limit} ms` };

export interface Context {
  user: string;
}

const functions: ExtismPluginOptions['functions'] = {
  'extism:host/user': {
    kv_read(context: CurrentPlugin, key: bigint) {
      const name = context.read(key)?.text() ?? '';
      const found: PluginOutput | null = context.getVariable(name);
      return found === null ? 0n : context.store(found.bytes());
    },
    kv_write(context: CallContext, key: bigint, value: bigint) {
      const output = context.read(value);
      if (output === null) context.setError(new Error('no value'));
      else context.setVariable(context.read(Number(key))!.string(), output.bytes());
      context.deleteVariable('other');
    },
    async whoami(context) {
      const typed = context.hostContext<Context>();
      const untyped = context.hostContext();
      const level: LogLevel = context.logLevel;
      context.logLevel = level === 'silent' ? 'error' : 'silent';
      context.setError('nobody');
      context.setError(null);
      const size: bigint = context.length(context.alloc(8)) + context.length(context.alloc(8n));
      return context.store(`${typed.user} ${untyped.user} ${size}`);
    },
  },
};

export const options: ExtismPluginOptions = {
  useWasi: true,
  runInWorker: true,
  logger: console,
  logLevel: 'trace',
  functions,
  allowedPaths: undefined,
  allowedHosts: undefined,
  memory,
  timeoutMs: 1000,
  enableWasiOutput: false,
  config: configLike,
  fetch: globalThis.fetch,
  sharedArrayBufferSize: 1 << 16,
  allowHttpResponseHeaders: true,
  nodeWorkerArgs: { name: 'plug-in', execArgv: [], argv: [], env: { A: 'b' }, resourceLimits: { stackSizeMb: 4 }, stdout: true },
};
options.nodeWorkerArgs?.execArgv?.push('--no-warnings');
options.config = { ...options.config, more: 'yes' };
options.allowedHosts = [...(options.allowedHosts ?? []), 'example.com'];
options.allowedPaths = { ...options.allowedPaths, '/tmp': 'tmp' };
options.functions = undefined;
options.memory = {};
options.logger?.info('made');

export interface OwnOptions extends ExtismPluginOptions {
  retries: number;
}

export async function run(source: ManifestLike, { retries, ...rest }: OwnOptions): Promise<string[]> {
  const sources: ManifestLike[] = [source, manifest, new Response(), compiled.module, new ArrayBuffer(8), 'plugin.wasm', new URL('https://plugins.example/')];
  const plugins: Plugin[] = await Promise.all(sources.map((each) => createPlugin(each, rest)));
  plugins.push(await named(fetch('https://plugins.example/')), await newPlugin(Promise.resolve(manifest), {}));
  const texts: string[] = [];
  for (const plugin of plugins) {
    if (!(await plugin.functionExists('count_vowels')) || plugin.isActive()) continue;
    const inputs: (string | number | Uint8Array)[] = ['text', 7, new Uint8Array(8)];
    for (const input of inputs) {
      const output: PluginOutput | null = await plugin.call('count_vowels', input);
      if (output !== null) texts.push(output.text(), output.string(), output.json().vowels, read(output));
    }
    const context: Context = { user: 'me' };
    await plugin.call<Context>('count_vowels', 'text', context);
    await plugin.call('count_vowels', undefined, context);
    const exported: WebAssembly.ModuleExportDescriptor[] = await plugin.getExports();
    const imported: WebAssembly.ModuleImportDescriptor[] = await plugin.getImports();
    const instance: WebAssembly.Instance = await plugin.getInstance();
    const done: boolean = await plugin.reset();
    texts.push(`${exported.length} ${imported.length} ${Object.keys(instance.exports).length} ${done} ${retries}`);
    const closed: void = await plugin.close();
    void closed;
  }
  return texts;
}

function read(output: PluginOutput): string {
  const view: DataView = output;
  const buffer: ArrayBufferLike = output.arrayBuffer();
  const bytes: Uint8Array = output.bytes();
  return `${view.getUint8(0)} ${output.getBigUint64(0, true)} ${output.byteLength} ${output.byteOffset} ${output.buffer === buffer} ${bytes.length}`;
}

export function describe(capabilities: Capabilities): boolean[] {
  const {
    supportsJSPromiseInterface,
    allowSharedBufferCodec,
    manifestSupportsPaths,
    crossOriginChecksEnforced,
    fsAccess,
    hasWorkerCapability,
    supportsWasiPreview1,
    supportsTimeouts,
    extismStdoutEnvVarSet,
  } = capabilities;
  return [
    ...[supportsJSPromiseInterface, allowSharedBufferCodec, manifestSupportsPaths, crossOriginChecksEnforced, fsAccess],
    ...[hasWorkerCapability, supportsWasiPreview1, supportsTimeouts, extismStdoutEnvVarSet],
  ];
}

describe(CAPABILITIES);
