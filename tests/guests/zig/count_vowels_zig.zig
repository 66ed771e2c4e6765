//! A plug-in in Zig without any library: it declares the host's functions itself.

const host = struct {
    extern "extism:host/env" fn input_length() u64;
    extern "extism:host/env" fn input_load_u8(at: u64) u8;
    extern "extism:host/env" fn alloc(length: u64) u64;
    extern "extism:host/env" fn store_u8(address: u64, value: u8) void;
    extern "extism:host/env" fn output_set(address: u64, length: u64) void;
};

/// Whether a character is a vowel.
fn isVowel(character: u8) bool {
    return switch (character | 0x20) {
        'a', 'e', 'i', 'o', 'u' => true,
        else => false,
    };
}

fn output(bytes: []const u8) void {
    const block = host.alloc(bytes.len);
    for (bytes, 0..) |byte, at| host.store_u8(block + at, byte);
    host.output_set(block, bytes.len);
}

/// The decimal digits of a number, at the end of the buffer.
fn decimal(number: u64, buffer: *[20]u8) []const u8 {
    var rest = number;
    var at: usize = buffer.len;
    while (true) {
        at -= 1;
        buffer[at] = '0' + @as(u8, @intCast(rest % 10));
        rest /= 10;
        if (rest == 0) return buffer[at..];
    }
}

/// Counts the vowels of the input; the output is the count as decimal text.
export fn count_vowels() i32 {
    var count: u64 = 0;
    var at: u64 = 0;
    while (at < host.input_length()) : (at += 1) {
        if (isVowel(host.input_load_u8(at))) count += 1;
    }
    var buffer: [20]u8 = undefined;
    output(decimal(count, &buffer));
    return 0;
}
