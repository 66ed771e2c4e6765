// Where the harness runs: in a page or in Node.
export const inNode = typeof process !== 'undefined' && process.versions?.node !== undefined;
