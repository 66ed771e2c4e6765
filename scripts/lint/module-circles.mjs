// Fails when modules of the library use each other in a circle: such modules can only be understood together. What a module takes
// from those below it in the tree does not count, for that is what it is made of.
import { capture, Failure, isMain, runMain } from '../lib/process.mjs';
import { cargoEnv, wasmTarget } from '../lib/rust.mjs';
import { cargoModules } from '../setup/cargo-modules.mjs';

const args = [
  'modules', 'dependencies', '--package', 'extism-web', '--lib', '--all-features', '--target', wasmTarget,
  '--layout', 'dot', '--no-sysroot', '--no-externs', '--no-fns', '--no-traits', '--no-types', '--no-owns',
];

/**
 * The uses in a graph as cargo-modules draws it, in the dot language.
 * @param {string} graph
 * @returns {Map<string, string[]>} by the module that uses
 */
function usesIn(graph) {
  /** @type {Map<string, string[]>} */
  const uses = new Map();
  for (const [, user, used] of graph.matchAll(/^\s*"([^"]+)" -> "([^"]+)" \[label="uses"/gm)) {
    if (!used.startsWith(`${user}::`)) uses.set(user, [...(uses.get(user) ?? []), used]);
  }
  return uses;
}

/**
 * A circle of modules, the first one again at its end.
 * @param {Map<string, string[]>} uses
 * @returns {string[] | undefined}
 */
function circleIn(uses) {
  /** @type {Set<string>} */
  const done = new Set();
  /** @type {string[]} */
  const path = [];
  /** @param {string} name @returns {string[] | undefined} */
  const visit = (name) => {
    if (path.includes(name)) return [...path.slice(path.indexOf(name)), name];
    if (done.has(name)) return undefined;
    path.push(name);
    for (const used of uses.get(name) ?? []) {
      const circle = visit(used);
      if (circle !== undefined) return circle;
    }
    path.pop();
    done.add(name);
    return undefined;
  };
  for (const name of uses.keys()) {
    const circle = visit(name);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

async function check() {
  // A broken graph would have no circle either.
  const example = 'a -> b -> c -> b'.split(' -> ').map((name, index, all) => `"${all[index - 1]}" -> "${name}" [label="uses"]`).slice(1);
  if (circleIn(usesIn(example.join('\n')))?.join() !== 'b,c,b') throw new Failure('the search for circles does not find one');
  const graph = capture(cargoModules(), args, { env: cargoEnv() });
  const uses = usesIn(graph ?? '');
  if (uses.size < 20) throw new Failure('cargo modules did not give the graph of the library');
  const circle = circleIn(uses);
  if (circle !== undefined) throw new Failure(`modules use each other in a circle: ${circle.join(' -> ')}`);
}

if (isMain(import.meta.url)) await runMain(check);
