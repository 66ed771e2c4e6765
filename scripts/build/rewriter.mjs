// pkg/rewriter.js: the module of npm/rewriter as text, so that the script which needs it has it in itself.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../lib/paths.mjs';
import { isMain, runMain } from '../lib/process.mjs';
import { whenChanged } from '../lib/stamp.mjs';
import { rewriterSources } from './inputs.mjs';
import { compileCrate, compilerSettings, optimize } from './rust-module.mjs';

const outputs = ['rewriter.js', 'rewriter.d.ts'].map((name) => inRoot('pkg', name));
const [script, declaration] = outputs;

/** Must run after the package step, which empties pkg/. */
export const buildRewriter = () =>
  whenChanged({ name: 'rewriter', inputs: [...rewriterSources, ...['rewriter.mjs', 'rust-module.mjs'].map((name) => inRoot('scripts', 'build', name))], outputs, extra: JSON.stringify(compilerSettings()) }, async () => {
    const compiled = await compileCrate('extism-web-npm-rewriter');
    const module = `${compiled}.small`;
    optimize(compiled, module, ['-Os']);
    mkdirSync(inRoot('pkg'), { recursive: true });
    writeFileSync(script, `export const base64 = '${readFileSync(module).toString('base64')}';\n`);
    writeFileSync(declaration, '/** A WebAssembly module. */\nexport const base64: string;\n');
  });

if (isMain(import.meta.url)) await runMain(buildRewriter);
