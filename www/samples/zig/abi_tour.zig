//! One call through most of what a plug-in can do with the host's memory, slowly enough to watch. Switch on tracing, run `tour`,
//! and open the Memory tab: each step below is an event there.

const host = struct {
    extern "extism:host/env" fn input_length() u64;
    extern "extism:host/env" fn input_load_u8(at: u64) u8;
    extern "extism:host/env" fn alloc(length: u64) u64;
    extern "extism:host/env" fn free(block: u64) void;
    extern "extism:host/env" fn length(block: u64) u64;
    extern "extism:host/env" fn load_u8(address: u64) u8;
    extern "extism:host/env" fn store_u8(address: u64, value: u8) void;
    extern "extism:host/env" fn store_u64(address: u64, value: u64) void;
    extern "extism:host/env" fn config_get(key: u64) u64;
    extern "extism:host/env" fn var_get(key: u64) u64;
    extern "extism:host/env" fn var_set(key: u64, value: u64) void;
    extern "extism:host/env" fn log_info(message: u64) void;
    extern "extism:host/env" fn log_warn(message: u64) void;
    extern "extism:host/env" fn output_set(address: u64, length: u64) void;
    extern "extism:host/env" fn error_set(message: u64) void;
};

fn store(bytes: []const u8) u64 {
    const block = host.alloc(bytes.len);
    for (bytes, 0..) |byte, at| host.store_u8(block + at, byte);
    return block;
}

/// A copy of the input, in capitals.
fn shouted() u64 {
    const length = host.input_length();
    const block = host.alloc(length);
    var at: u64 = 0;
    while (at < length) : (at += 1) {
        const byte = host.input_load_u8(at);
        host.store_u8(block + at, if (byte >= 'a' and byte <= 'z') byte - 32 else byte);
    }
    return block;
}

export fn tour() i32 {
    // 1. The input is there already: the host put it into the first block.
    const output = shouted();
    // 2. A config value: the key goes out in a block, which the host frees; the value comes back in a new one.
    const value = host.config_get(store("colour"));
    if (value != 0) _ = host.load_u8(value);
    // 3. A variable, which is there again in the next call.
    const before = host.var_get(store("calls"));
    const calls: u8 = if (before == 0) 0 else host.load_u8(before);
    host.var_set(store("calls"), store(&[1]u8{calls +% 1}));
    // 4. A large block, written eight bytes at a time, and freed: it rests before it is handed out again.
    const large = host.alloc(512);
    var at: u64 = 0;
    while (at < 512) : (at += 8) host.store_u64(large + at, 0x2e2e2e2e2e2e2e2e);
    host.free(large);
    // 5. The log.
    host.log_info(store("the tour is over"));
    if (calls > 3) host.log_warn(store("you have seen it by now"));
    // 6. The output: a range of a block. The block itself stays where it is.
    host.output_set(output, host.length(output));
    return 0;
}

/// Sets an error after all: what was written stays in memory, as the map shows.
export fn fail() i32 {
    _ = shouted();
    host.error_set(store("this call fails on purpose"));
    return 1;
}
