// A plug-in in C with a C library: a reactor that prints, and reads files.
#include "extism.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

// Set before the first call, if the host runs what comes before it.
static const char *greeting;

__attribute__((constructor)) static void start(void) { greeting = "constructed"; }

// Outputs "constructed" when the constructors ran; an empty text otherwise.
EXTISM_EXPORT(constructed) {
  extism_output_text(greeting == NULL ? "" : greeting);
  return 0;
}

// Counts the vowels of the input, with the set of them from the config, and a total in a var, as decimal text.
EXTISM_EXPORT(count_vowels) {
  char *input = extism_input_text();
  char *configured = extism_load_text(extism_config_get(extism_store_text("vowels")));
  const char *vowels = configured == NULL ? "aeiouAEIOU" : configured;
  uint64_t count = 0;
  for (const char *at = input; *at != 0; at++) count += strchr(vowels, *at) != NULL;

  char *before = extism_load_text(extism_var_get(extism_store_text("total")));
  uint64_t total = count + (before == NULL ? 0 : strtoull(before, NULL, 10));
  char text[24];
  snprintf(text, sizeof text, "%" PRIu64, total);
  extism_var_set(extism_store_text("total"), extism_store_text(text));

  char json[512];
  int length = snprintf(json, sizeof json, "{\"count\":%" PRIu64 ",\"total\":%" PRIu64 ",\"vowels\":\"%s\"}", count, total, vowels);
  free(before);
  free(configured);
  free(input);
  if (length < 0 || (size_t)length >= sizeof json) {
    extism_error_set(extism_store_text("too many vowels in the config"));
    return 1;
  }
  extism_output(json, (size_t)length);
  return 0;
}

// Prints `stdout: INPUT` to standard output and `stderr: INPUT` to standard error, a line each. No output.
EXTISM_EXPORT(print) {
  char *input = extism_input_text();
  printf("stdout: %s\n", input);
  fflush(stdout);
  fprintf(stderr, "stderr: %s\n", input);
  free(input);
  return 0;
}

// Prints `one`, `two` and `three`, a line each, and leaves it to the C library when they are written. Then asks for the config value
// "vowels", so that one sees what was written before.
EXTISM_EXPORT(print_lines) {
  printf("one\n");
  printf("two\n");
  printf("three\n");
  extism_config_get(extism_store_text("vowels"));
  return 0;
}

// Outputs the bytes of the file whose path is the input; fails with `ERRNO MESSAGE` when it cannot be read.
EXTISM_EXPORT(read_text) {
  char *path = extism_input_text();
  FILE *file = fopen(path, "rb");
  free(path);
  char *content = NULL;
  size_t length = 0;
  while (file != NULL && !feof(file) && !ferror(file)) {
    content = realloc(content, length + 4096);
    if (content == NULL) abort();
    length += fread(content + length, 1, 4096, file);
  }
  int failed = file == NULL || ferror(file);
  if (failed) {
    char message[128];
    snprintf(message, sizeof message, "%d %s", errno, strerror(errno));
    extism_error_set(extism_store_text(message));
  } else {
    extism_output(content, length);
  }
  free(content);
  if (file != NULL) fclose(file);
  return failed;
}
