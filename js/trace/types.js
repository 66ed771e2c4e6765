/**
 * A block that the host made, with what it put in; `bytes` is empty where the trace had no room. Offsets are addresses in kernel memory (bytes).
 * @typedef {{offset: number, length: number, bytes: Uint8Array}} TracedBlock
 */

/**
 * What an event is about. Names are those of `extism:host/env`, whichever a plug-in of an older PDK imports.
 *
 * - `begin`: the call begins; where its input is, or `null` for none
 * - `alloc`, `free`, `length`: the plug-in makes a block, frees one, asks for one's length. An offset of 0 is none
 * - `load`, `store`: `count` accesses, each beginning where the last one ended, from `offset` on; where a loop reads and writes by turns, the
 *   accesses of the other kinds are events of their own beside it
 * - `input`: the same for reads of the input; `offset` counts from its beginning
 * - `query`: the plug-in asks for `input_offset`, `input_length` or `error_get`
 * - `output`, `error`: the plug-in sets its output, or its error; an offset of 0 takes the error back
 * - `host`: the plug-in calls any other function: one of the host's (`config_get`, …) or of the application's. An i64 is written as
 *   decimal text, without a sign. `blocks` are those that it made, its result first, and `freed` those that it freed. Of a function of the
 *   application's that finds more than 4,096 blocks, only arguments and result are looked at
 * - `end`: the call is over: with an `output`, with `none`, with an `error` (the plug-in's own, or an exit code), or left in its middle
 *   by a `trap`, or by a function that threw
 *
 * @typedef {{type: 'begin', input: TracedBlock | null}} BeginEvent
 * @typedef {{type: 'alloc' | 'length', offset: number, length: number}} BlockEvent
 * @typedef {{type: 'free', offset: number}} FreeEvent
 * @typedef {{type: 'load' | 'input', offset: number, length: number, count: number}} LoadEvent
 * @typedef {{type: 'store', offset: number, length: number, count: number, bytes: Uint8Array}} StoreEvent
 * @typedef {{type: 'query', name: string, result: number}} QueryEvent
 * @typedef {{type: 'output' | 'error', offset: number, length: number}} ResultEvent
 * @typedef {{type: 'host', module: string, name: string, args: (number | string)[], result: number | string | null, blocks: TracedBlock[], freed: number[], ms: number}} HostEvent
 * @typedef {{type: 'end', outcome: 'output' | 'none' | 'error' | 'trap', output: {offset: number, length: number} | null}} EndEvent
 */

/**
 * One thing that a plug-in did to kernel memory, or had done; `at` is the time since the call began (milliseconds).
 * @typedef {{at: number} & (BeginEvent | BlockEvent | FreeEvent | LoadEvent | StoreEvent | QueryEvent | ResultEvent | HostEvent | EndEvent)} TraceEvent
 */

/**
 * What a plug-in did in one call. It can be cloned and sent.
 * @typedef {object} CallTrace
 * @property {string} function what was called
 * @property {TraceEvent[]} events in their order
 * @property {number} lost how many events were not kept: a trace holds 20,000 events, and 16 MiB of bytes
 * @property {{byteLength: number, maxByteLength: number | undefined}} kernel kernel memory after the call, and its limit where
 *   `memory.maxPages` sets one (bytes)
 * @property {{byteLength: number} | null} plugin the memory that the main module exports, after the call (bytes)
 */

export {};
