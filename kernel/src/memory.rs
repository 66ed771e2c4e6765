//! What the kernel needs of the memory it manages.

/// Bytes in a page of WebAssembly memory.
pub const PAGE: u32 = 65536;

/// A linear memory: it has at least one page, starts as zeros, grows by zeroed pages and never shrinks.
///
/// Numbers are little-endian and need no alignment. Addresses are 32-bit; the size can be 4 GiB and is not.
///
/// # Safety
/// [`size`](Memory::size) must be true at every moment and at least [`PAGE`]: the kernel's own accesses rely on it.
pub unsafe trait Memory {
    /// Whether the heap checker (if it is compiled in) may look at a heap in this memory. Off where a test scribbles
    /// over the headers on purpose.
    const CHECKED: bool = true;

    /// How many bytes are freed after a block before it is handed out again: see [`resting`](crate::resting). Less where
    /// a test wants to see many blocks come back.
    const REST: u32 = 256 << 10;

    /// The size in bytes.
    fn size(&self) -> u64;

    /// Grows by `pages`; false when that is refused.
    fn grow(&mut self, pages: u32) -> bool;

    /// Reads one byte.
    ///
    /// # Safety
    /// `at < size()`.
    unsafe fn read_u8(&self, at: u32) -> u8;

    /// Reads four bytes.
    ///
    /// # Safety
    /// `at + 4 <= size()`.
    unsafe fn read_u32(&self, at: u32) -> u32;

    /// Reads eight bytes.
    ///
    /// # Safety
    /// `at + 8 <= size()`.
    unsafe fn read_u64(&self, at: u32) -> u64;

    /// Writes one byte.
    ///
    /// # Safety
    /// `at < size()`, and the byte belongs to the kernel.
    unsafe fn write_u8(&mut self, at: u32, value: u8);

    /// Writes four bytes.
    ///
    /// # Safety
    /// `at + 4 <= size()`, and the bytes belong to the kernel.
    unsafe fn write_u32(&mut self, at: u32, value: u32);

    /// Writes eight bytes.
    ///
    /// # Safety
    /// `at + 8 <= size()`, and the bytes belong to the kernel.
    unsafe fn write_u64(&mut self, at: u32, value: u64);

    /// Writes `len` zeros.
    ///
    /// # Safety
    /// `at + len <= size()`, and the bytes belong to the kernel.
    unsafe fn zero(&mut self, at: u32, len: u32);
}
