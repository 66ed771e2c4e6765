// What a plug-in needs beyond memory, read off its imports, and what of it the session grants.

/** @import { Description } from './describe.js' */
/** @import { Session } from '../session/schema.js' */

/**
 * @typedef {object} Need
 * @property {string} id unique
 * @property {string} title
 * @property {string} detail what it imports
 * @property {boolean} granted
 * @property {(session: Session, granted: boolean) => Session} grant the session with it granted, or no longer
 */

const WASI = 'wasi_snapshot_preview1';
const HOST = 'extism:host/env';
const USER = 'extism:host/user';
/** The host's own functions before 1.0 were in `env`, with this prefix. */
const OLD_PREFIX = 'extism_';

/** The ready-made host functions of each group. */
export const groups = {
  log: { title: 'Log a message', functions: ['log'] },
  kv: { title: 'Key-value store', functions: ['kv_read', 'kv_write', 'kv_delete'] },
  echo: { title: 'Echo', functions: ['echo'] },
  clock: { title: 'Clock', functions: ['now_ms'] },
  image_size: { title: 'Image size', functions: ['image_size'] },
};

const groupOf = (name) => Object.keys(groups).find((group) => groups[group].functions.includes(name));

const option = (name) => (session, granted) => ({ ...session, options: { ...session.options, [name]: granted } });

/** @param {Session} session @param {boolean} granted */
function grantHttp(session, granted) {
  const { allowedHosts } = session.options;
  return option('http')({ ...session, options: { ...session.options, allowedHosts: allowedHosts.length > 0 ? allowedHosts : ['*'] } }, granted);
}

const grantGroup = (group) => (session, granted) => ({ ...session, functions: { ...session.functions, [group]: granted } });

const grantAnswer = (name) => (session, granted) => ({
  ...session,
  answered: granted ? [...new Set([...session.answered, name])] : session.answered.filter((other) => other !== name),
});

const list = (ports) => [...new Set(ports.map(({ name }) => name))].join(', ');

/**
 * @param {Description[]} modules of which the functions of one may serve the others
 * @param {string[]} names the modules' names
 * @param {Session} session
 * @returns {Need[]}
 */
export function needsOf(modules, names, session) {
  const imports = modules.flatMap(({ imports: ports }) => ports).filter(({ kind, module }) => kind === 'function' && !names.includes(module));
  /** @param {import('./describe.js').Port} port */
  const isHttp = ({ module, name }) => (module === HOST && name === 'http_request') || (module === 'env' && name === 'extism_http_request');
  const needs = [];
  const wasi = imports.filter(({ module }) => module === WASI);
  if (wasi.length > 0) needs.push({ id: 'wasi', title: 'WASI: a small operating system', detail: list(wasi), granted: session.options.wasi, grant: option('wasi') });
  const http = imports.filter(isHttp);
  if (http.length > 0) needs.push({ id: 'http', title: 'HTTP requests', detail: list(http), granted: session.options.http, grant: grantHttp });
  const others = imports.filter(({ module, name }) => ![WASI, HOST].includes(module) && !(module === 'env' && name.startsWith(OLD_PREFIX)));
  const grouped = new Map();
  for (const port of others) {
    const group = port.module === USER || port.module === 'env' ? groupOf(port.name) : undefined;
    const id = group ?? `${port.module}.${port.name}`;
    grouped.set(id, { group, ports: [...(grouped.get(id)?.ports ?? []), port] });
  }
  for (const [id, { group, ports }] of grouped) {
    if (group) needs.push({ id, title: groups[group].title, detail: list(ports), granted: session.functions[group], grant: grantGroup(group) });
    else needs.push({ id, title: id, detail: `${ports[0].type}; not one of this page's functions: answer with 0`, granted: session.answered.includes(id), grant: grantAnswer(id) });
  }
  return needs;
}

/**
 * The session with the hosts that a manifest allows.
 * @param {any} manifest
 * @param {Session} session
 * @returns {Session}
 */
export function withHosts(manifest, session) {
  const hosts = manifest.allowedHosts ?? manifest.allowed_hosts;
  const allowedHosts = Array.isArray(hosts) ? hosts.filter((host) => typeof host === 'string') : [];
  return { ...session, options: { ...session.options, allowedHosts } };
}

/** The session with all of a plug-in's needs granted. @param {Description[]} modules @param {string[]} names @param {Session} session */
export const grantAll = (modules, names, session) => needsOf(modules, names, session).reduce((granted, need) => need.grant(granted, true), session);
