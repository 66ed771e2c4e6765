// That docs/compatibility.md names tests that exist, and leaves out nothing that the peer's typings have.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { inRoot } from '../../scripts/lib/paths.mjs';

const file = inRoot('docs', 'compatibility.md');
const typings = inRoot('node_modules', '@extism', 'extism', 'dist', 'browser');

/** What the peer's typings declare for users: these, with their members. */
const declared = ['PluginOutput', 'Plugin', 'ExtismPluginOptions', 'Capabilities', 'CallContext', 'MemoryOptions'];

export function compatibilityTests() {
  const text = readFileSync(file, 'utf8');
  const rows = text.split('\n').filter((line) => /^\| (?!what \|)[^-]/.test(line));

  it('has rows', () => expect(rows.length).to.be.greaterThan(50));

  for (const row of rows) {
    const [what, , tests] = row.slice(2, -2).split(' | ');
    it(`names tests of ${what}`, () => {
      const links = [...tests.matchAll(/\[([^\]]*)\]\(([^)]+)\)/g)];
      expect(links).to.not.be.empty;
      for (const [, title, path] of links) {
        const spec = join(dirname(file), path);
        expect(existsSync(spec), path).to.equal(true);
        expect(title, path).to.not.equal('');
        // The title of a test or a suite, or the key in a table of tests; perhaps its beginning.
        const source = readFileSync(spec, 'utf8');
        expect(['\'', '"', '`'].some((quote) => source.includes(quote + title)), `${title} in ${path}`).to.equal(true);
      }
    });
  }

  it('names every type', () => {
    const exports = /export type \{([^}]*)\} from '.\/interfaces/.exec(readFileSync(join(typings, 'mod.d.ts'), 'utf8'));
    const names = exports?.[1].split(',').map((name) => name.trim()).filter((name) => name !== '') ?? [];
    expect(names).to.include.members(['Plugin', 'Manifest']);
    for (const name of [...names, 'CallContext', 'CurrentPlugin']) expect(text).to.include(`\`${name}\``);
  });

  const sources = ['interfaces.d.ts', 'call-context.d.ts'].map((name) => readFileSync(join(typings, name), 'utf8')).join('\n');
  for (const name of declared) {
    it(`names every member of ${name}`, () => {
      const members = membersOf(sources, name);
      expect(members).to.not.be.empty;
      for (const member of members) expect(text, member).to.match(new RegExp(`[\`.]${member}\\b`));
    });
  }
}

/** The names of the members of a declaration, but for setters of outputs, which go as one. @param {string} source @param {string} name */
function membersOf(source, name) {
  const start = new RegExp(`^export (?:declare class|interface|type) ${name}\\b[^\\n]*\\{$`, 'm').exec(source);
  const body = source.slice(start?.index, source.indexOf('\n}', start?.index));
  const names = [...body.matchAll(/^ {4}(?:get |set )?([a-zA-Z]\w*)[?<(:]/gm)].map(([, member]) => member);
  return [...new Set(names)].filter((member) => member !== 'constructor' && !member.startsWith('set') || /^set(Variable|Error)$/.test(member));
}
