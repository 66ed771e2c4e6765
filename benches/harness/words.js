// Numbers as the benchmark's guests read and write them.

/** The 64 bits of each number, little-endian. @param {...bigint} numbers */
export const words = (...numbers) => new Uint8Array(new BigUint64Array(numbers).buffer);

/** The number that eight bytes are. @param {Uint8Array} bytes */
export const word = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getBigUint64(0, true);
