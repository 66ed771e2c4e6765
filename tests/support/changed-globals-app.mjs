// node changed-globals-app.mjs CHANGE before|after: prints what `answers` found.
import { readFileSync } from 'node:fs';
import { answers } from './changed-globals.js';

const [change, when] = process.argv.slice(2);
const bytes = async (name) => readFileSync(new URL(`../../target/fixtures/${name}.wasm`, import.meta.url));
const found = await answers({ load: () => import('extism-web'), bytes, change, before: when === 'before' });
process.stdout.write(JSON.stringify(found));
