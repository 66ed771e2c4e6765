// What the events of a trace are in plain words.
import { size } from '../shell/format.js';

/** @param {number} address */
export const hexadecimal = (address) => `0x${address.toString(16)}`;

const times = (count, what) => (count === 1 ? `1 ${what}` : `${count} ${what}s`);

const outcomes = {
  output: 'The call ended, with an output',
  none: 'The call ended, without an output',
  error: 'The call ended, with an error',
  trap: 'The plug-in trapped: the call ended in the middle',
};

/** @param {any} event */
function hostSentence({ module, name, args, result, blocks, freed }) {
  const shown = module === 'extism:host/env' || module === 'extism:host/user' ? name : `${module}.${name}`;
  const made = blocks.length > 0 ? `: ${size(blocks[0].length)} at ${hexadecimal(blocks[0].offset)}` : result === null ? '' : `: ${result}`;
  const gave = freed.length > 0 ? `; the host freed ${times(freed.length, 'argument')}` : '';
  return `Called ${shown}(${args.map((arg) => (typeof arg === 'string' && Number(arg) > 1023 ? hexadecimal(Number(arg)) : arg)).join(', ')})${made}${gave}`;
}

/** @param {any} event @returns {string} */
export function sentence(event) {
  const { type, offset, length, count } = event;
  switch (type) {
    case 'begin':
      return event.input ? `The call began, with ${size(event.input.length)} of input at ${hexadecimal(event.input.offset)}` : 'The call began, without an input';
    case 'alloc':
      return offset > 0 ? `Made a block of ${size(length)} at ${hexadecimal(offset)}` : `Asked for a block of ${size(length)}, and got none`;
    case 'free':
      return `Freed the block at ${hexadecimal(offset)}`;
    case 'length':
      return `Asked for the length at ${hexadecimal(offset)}: ${length}`;
    case 'load':
      return `Read ${size(length)} from ${hexadecimal(offset)} (${times(count, 'load')})`;
    case 'input':
      return `Read ${size(length)} of the input from byte ${offset} (${times(count, 'load')})`;
    case 'store':
      return `Wrote ${size(length)} to ${hexadecimal(offset)} (${times(count, 'store')})`;
    case 'query':
      return `Asked for ${event.name}: ${event.name === 'input_length' ? event.result : hexadecimal(event.result)}`;
    case 'output':
      return `Set the output: ${size(length)} at ${hexadecimal(offset)}`;
    case 'error':
      return offset > 0 ? `Set the error: the block at ${hexadecimal(offset)}` : 'Took the error back';
    case 'host':
      return hostSentence(event);
    case 'end':
      return outcomes[event.outcome] ?? 'The call ended';
    default:
      return type;
  }
}

/** The kinds of events that one can look at alone. */
export const filters = {
  all: { title: 'All events', types: null },
  blocks: { title: 'Blocks', types: ['begin', 'alloc', 'free', 'output', 'error', 'end'] },
  accesses: { title: 'Reads and writes', types: ['load', 'store', 'input'] },
  host: { title: 'Host functions', types: ['host'] },
};

/** @param {import('./replay.js').Block} block */
export const stateOf = (block) => (block.freedBy === null ? 'in use' : 'freed');

/** The roles of blocks: a letter that goes with the colour, and what it means. */
export const roles = {
  input: { letter: 'I', title: 'Input', hint: 'what the call was given' },
  output: { letter: 'O', title: 'Output', hint: 'what the plug-in gave back' },
  error: { letter: 'E', title: 'Error', hint: 'the message that the plug-in set' },
  config: { letter: 'C', title: 'Config', hint: 'a config value that it asked for' },
  var: { letter: 'V', title: 'Variable', hint: 'a variable that it asked for' },
  http: { letter: 'H', title: 'HTTP', hint: 'a response' },
  host: { letter: 'F', title: 'Host function', hint: 'what a function of the page gave' },
  guest: { letter: 'P', title: 'Plug-in', hint: 'made by the plug-in for itself' },
  free: { letter: '·', title: 'Freed', hint: 'freed; handed out again later' },
};
