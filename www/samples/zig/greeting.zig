//! Greets, in words that the configuration gives. No library: the plug-in declares the host's functions itself.

const host = struct {
    extern "extism:host/env" fn input_length() u64;
    extern "extism:host/env" fn input_load_u8(at: u64) u8;
    extern "extism:host/env" fn alloc(length: u64) u64;
    extern "extism:host/env" fn length(block: u64) u64;
    extern "extism:host/env" fn load_u8(address: u64) u8;
    extern "extism:host/env" fn store_u8(address: u64, value: u8) void;
    extern "extism:host/env" fn config_get(key: u64) u64;
    extern "extism:host/env" fn output_set(address: u64, length: u64) void;
};

/// What is written so far.
var text: [4096]u8 = undefined;
var used: usize = 0;

fn add(byte: u8) void {
    if (used == text.len) return;
    text[used] = byte;
    used += 1;
}

fn addAll(bytes: []const u8) void {
    for (bytes) |byte| add(byte);
}

fn store(bytes: []const u8) u64 {
    const block = host.alloc(bytes.len);
    for (bytes, 0..) |byte, at| host.store_u8(block + at, byte);
    return block;
}

/// Adds a config value; another text where the configuration has none.
fn addConfig(key: []const u8, otherwise: []const u8) void {
    const block = host.config_get(store(key));
    if (block == 0) return addAll(otherwise);
    var at: u64 = 0;
    while (at < host.length(block)) : (at += 1) add(host.load_u8(block + at));
}

/// Takes a name, gives `GREETING, NAME!` and below it `SIGNATURE`.
export fn greet() i32 {
    used = 0;
    addConfig("greeting", "Hello");
    addAll(", ");
    var at: u64 = 0;
    while (at < host.input_length()) : (at += 1) add(host.input_load_u8(at));
    addAll("!\n");
    addConfig("signature", "(no signature in the config)");
    host.output_set(store(text[0..used]), used);
    return 0;
}
