// A plug-in on the AssemblyScript PDK.
import { Config, Host, LogLevel, Memory, Var } from "@extism/as-pdk";
import { error_set, http_request, length } from "@extism/as-pdk/lib/env";

// @ts-ignore: decorators are AssemblyScript's.
@external("extism:host/env", "http_status_code")
declare function httpStatusCode(): i32;

/** What the compiler calls instead of its own `abort`, which would be an import: the message becomes the error. */
export function onAbort(message: string | null, file: string | null, line: u32, column: u32): void {
  const text = message === null ? "aborted" : message;
  error_set(Memory.allocateString(text + " at " + line.toString() + ":" + column.toString()).offset);
  unreachable();
}

/** Greets the input's name, with the greeting from the config; counts the greetings in a var and logs the name. */
export function greet(): i32 {
  const name = Host.inputString();
  const configured = Config.get("greeting");
  const greeting = configured === null ? "Hello" : configured;
  const before = Var.getString("greeted");
  const count = (before === null ? 0 : I32.parseInt(before)) + 1;
  Var.set("greeted", Uint8Array.wrap(String.UTF8.encode(count.toString())));
  Host.log(LogLevel.Info, "greeting " + name);
  Host.outputString(greeting + ", " + name + "! (" + count.toString() + ")");
  return 0;
}

/** Counts the vowels of the input; output as `count_vowels`, but without a total. */
export function count_vowels(): i32 {
  const input = Host.inputString();
  let count = 0;
  for (let i = 0; i < input.length; i++) {
    if ("aeiouAEIOU".includes(input.charAt(i))) count++;
  }
  Host.outputString('{"count":' + count.toString() + "}");
  return 0;
}

/** Gets the URL of the input; outputs `STATUS LENGTH`, the length being the body's in bytes. */
export function fetch(): i32 {
  const request = Memory.allocateString('{"url":"' + Host.inputString() + '","method":"GET"}');
  const body = http_request(request.offset, 0);
  const bytes = body == 0 ? 0 : length(body);
  Host.outputString(httpStatusCode().toString() + " " + bytes.toString());
  return 0;
}

/** Fails through the compiler's abort. */
export function fail(): i32 {
  throw new Error(Host.inputString());
}
