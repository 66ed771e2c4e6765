/** A guest that is only a memory: it calls WASI's functions one by one. */
export class Caller {
  memory = new WebAssembly.Memory({ initial: 2 });

  constructor(context) {
    this.context = context;
    this.wasi = context.imports;
    context.bind({ memory: this.memory });
  }

  /** Puts text or bytes at an address; gives the address and the length. */
  put(address, value) {
    const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
    new Uint8Array(this.memory.buffer).set(bytes, address);
    return /** @type {const} */ ([address, bytes.length]);
  }

  u32(address) {
    return new DataView(this.memory.buffer).getUint32(address, true);
  }

  /** @returns {{errno: number, fd: number}} */
  open(path, { fd = 3, flags = 0, rights: base = 2n, status = 0, follow = 1 } = {}) {
    const result = this.wasi.path_open(fd, follow, ...this.put(1000, path), flags, base, base, status, 8);
    return { errno: result, fd: this.u32(8) };
  }

  write(fd, text) {
    const [address, length] = this.put(2000, text);
    this.put(16, new Uint8Array(new Uint32Array([address, length]).buffer));
    return this.wasi.fd_write(fd, 16, 1, 24);
  }

  read(fd) {
    this.put(16, new Uint8Array(new Uint32Array([4000, 1000]).buffer));
    const result = this.wasi.fd_read(fd, 16, 1, 24);
    return result === 0 ? new TextDecoder().decode(new Uint8Array(this.memory.buffer, 4000, this.u32(24))) : result;
  }

  link(from, oldPath, to, newPath) {
    return this.wasi.path_link(from, 0, ...this.put(1000, oldPath), to, ...this.put(1200, newPath));
  }

  symlink(target, fd, path) {
    return this.wasi.path_symlink(...this.put(1000, target), fd, ...this.put(1200, path));
  }
}
