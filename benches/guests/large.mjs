// A large plug-in: the echo guest among thousands of functions and much data. Synthetic: real plug-ins of this
// size (interpreters, Go programs) have their own mix, but are compiled by the same engine in the same way.

const functions = 1060;
const instructions = 170;
const dataBytes = 600_000;

/** A fixed sequence of 24-bit numbers. */
function sequence() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state >>> 8;
  };
}

const binary = ['i32.add', 'i32.sub', 'i32.mul', 'i32.xor', 'i32.and', 'i32.or', 'i32.rotl', 'i32.shr_u', 'i32.lt_u'];

/** One function: arithmetic, loads and stores, branches, and calls of functions before it. */
function functionText(index, random) {
  const body = ['local.get 0'];
  for (let i = 0; i < instructions; i++) {
    const pick = random() % 8;
    if (pick < 4) body.push(`i32.const ${random() * 8} ${binary[random() % binary.length]}`);
    else if (pick === 4) body.push(`i32.const 0xfff0 i32.and i32.load offset=${random() % 4096}`);
    else if (pick === 5) body.push(`local.tee 2 local.get 1 ${binary[random() % binary.length]}`);
    else if (pick === 6) body.push('local.tee 2 (if (result i32) (then local.get 2) (else local.get 1))');
    else if (index > 0) body.push(`local.get 2 call $f${random() % index}`);
  }
  return `(func $f${index} (param i32 i32) (result i32) (local i32)\n${body.join('\n')})`;
}

function dataText(random) {
  let text = '';
  for (let i = 0; i < dataBytes; i++) text += `\\${(random() & 255).toString(16).padStart(2, '0')}`;
  return `(memory 16)\n(data (i32.const 65536) "${text}")`;
}

/** The text of the module, around the text of the echo guest. */
export function largeText(echo) {
  const random = sequence();
  const parts = Array.from({ length: functions }, (_, index) => functionText(index, random));
  return `${echo.trimEnd().slice(0, -1)}\n${parts.join('\n')}\n${dataText(random)}\n(export "unused" (func $f${functions - 1})))`;
}
