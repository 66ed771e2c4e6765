// What the figures were taken on.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { capture } from '../../scripts/lib/process.mjs';

const packageAt = (...path) => {
  const { name, version } = JSON.parse(readFileSync(inRoot(...path, 'package.json'), 'utf8'));
  return { name, version };
};

/** The work of other processes, as the number of runnable ones over the last minute; null where that is unknown. */
export const load = () => (process.platform === 'win32' ? null : os.loadavg()[0]);

/** @param {import('./engine.mjs').Engine} engine */
export function environment(engine) {
  const changed = capture('git', ['status', '--porcelain', '--', 'js', 'src', 'kernel']);
  return {
    date: new Date().toISOString(),
    engine: { name: engine.name, version: engine.version },
    cpu: os.cpus()[0]?.model ?? 'unknown',
    cores: os.cpus().length,
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    ours: { ...packageAt(), commit: capture('git', ['rev-parse', '--short', 'HEAD']), changed: changed !== '' },
    theirs: packageAt('node_modules', '@extism', 'extism'),
  };
}
