// A plug-in on the AssemblyScript PDK.
import { Config, Host, LogLevel, Var } from "@extism/as-pdk";
import "../abort";

/** Sets the output. The PDK's `outputString` is right for ASCII only; see `output_string`. */
function output(text: string): void {
  Host.output(Uint8Array.wrap(String.UTF8.encode(text)));
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
  output(greeting + ", " + name + "! (" + count.toString() + ")");
  return 0;
}

/** Counts the vowels of the input; output as `count_vowels`, but without a total. */
export function count_vowels(): i32 {
  const input = Host.inputString();
  let count = 0;
  for (let i = 0; i < input.length; i++) {
    if ("aeiouAEIOU".includes(input.charAt(i))) count++;
  }
  output('{"count":' + count.toString() + "}");
  return 0;
}

/**
 * Outputs the input, as plug-ins on this PDK mostly do: it allocates a byte for each UTF-16 unit of the text and then
 * stores the text in UTF-8. So what is not ASCII is written past the end of its block, and the output is cut short.
 */
export function output_string(): i32 {
  Host.outputString(Host.inputString());
  return 0;
}

/** Fails through the compiler's abort. */
export function fail(): i32 {
  throw new Error(Host.inputString());
}
