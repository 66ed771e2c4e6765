// What apps/edge-answers.mjs answers where all is well.
import { expect } from 'chai';
import { answer } from './answer.mjs';

const denied = (host) => new RegExp(`^HTTP_DENIED: .*\\(no allowedHosts match "${host}"\\)$`);
const notAtOnce = /^UNSUPPORTED: a plug-in with HTTP requests or host functions of unknown types must be waited for.*: use call/;
const notLater = /^UNSUPPORTED: .* cannot be compiled: nothing can here after the program was deployed; import the plug-in as a module/;
const noWorkers = /^UNSUPPORTED: there are no workers here/;

/** @type {Record<string, string | RegExp>} */
const always = {
  call: answer,
  callSync: answer,
  compiled: '0,1,2,3,4,5,6,7,8,9',
  vars: '{"count":5,"total":10,"vowels":"aeiouAEIOU"}',
  config: '{"count":2,"total":2,"vowels":"xyz"}',
  log: 'info l',
  wasi: '{"ok":"a file"}',
  limit: /^MEMORY_LIMIT: module "main" has a memory that can grow beyond memory\.maxPages \(100\); .* or its memory a maximum$/,
  limitOfFixedMemory: 'B',
  worker: noWorkers,
  pool: noWorkers,
  errors: 'true FUNCTION_NOT_FOUND',
  trap: 'TRAP 1',
};

const two = '{"count":2,"total":2,"vowels":"aeiouAEIOU"}';

/** Where something can be compiled after all, as in Next.js on one's own machine. */
const compiling = { bytes: two, url: two };

/** Where nothing can. */
const notCompiling = { bytes: notLater, url: notLater };

/** Where the engine can suspend WebAssembly. */
const withJspi = {
  hostFunction: 'cba',
  hostFunctionThatWaits: 'b',
  hostFunctionAtOnce: notAtOnce,
  request: '200',
  redirected: '200',
  redirectedElsewhere: denied('elsewhere.test'),
  requestDenied: denied('127.0.0.1'),
  requestWithoutHosts: denied('127.0.0.1'),
  requestAtOnce: notAtOnce,
};

/** Where it cannot. */
const withoutJspi = {
  hostFunction: 'cba',
  hostFunctionThatWaits: /^UNSUPPORTED: host function .* is async: use an engine with JSPI/,
  hostFunctionAtOnce: 'cba',
  request: /^UNSUPPORTED: the plug-in makes HTTP requests, which must be waited for: use an engine with JSPI/,
};

/** @param {Record<string, string>} answers */
export function expectAnswers(answers) {
  const { capabilities, compiles, ...others } = answers;
  const has = JSON.parse(capabilities);
  const none = ['manifestSupportsPaths', 'crossOriginChecksEnforced', 'fsAccess', 'hasWorkerCapability', 'supportsTimeouts'];
  expect(Object.fromEntries(none.map((name) => [name, has[name]]))).to.deep.equal(Object.fromEntries(none.map((name) => [name, false])));
  const expected = { ...always, ...(/disallowed|not allowed/.test(compiles) ? notCompiling : compiling), ...(has.supportsJSPromiseInterface ? withJspi : withoutJspi) };
  for (const [name, value] of Object.entries(expected)) {
    if (typeof value === 'string') expect(others[name], name).to.equal(value);
    else expect(others[name], name).to.match(value);
  }
  if (has.supportsJSPromiseInterface) expect(others).to.have.all.keys(...Object.keys(expected));
}
