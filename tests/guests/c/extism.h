// The host's functions for plug-ins in C, and a few lines around them.
#ifndef EXTISM_H
#define EXTISM_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define EXTISM_IMPORT(name) __attribute__((import_module("extism:host/env"), import_name(name))) extern

// Marks a function that the host may call: int32_t NAME(void), returning 0 for success.
#define EXTISM_EXPORT(name) __attribute__((export_name(#name))) int32_t name(void)

typedef uint64_t ExtismHandle;

EXTISM_IMPORT("input_length") uint64_t extism_input_length(void);
EXTISM_IMPORT("input_load_u8") uint8_t extism_input_load_u8(uint64_t at);
EXTISM_IMPORT("input_load_u64") uint64_t extism_input_load_u64(uint64_t at);
EXTISM_IMPORT("alloc") ExtismHandle extism_alloc(uint64_t length);
EXTISM_IMPORT("free") void extism_free(ExtismHandle block);
EXTISM_IMPORT("length") uint64_t extism_length(ExtismHandle block);
EXTISM_IMPORT("load_u8") uint8_t extism_load_u8(uint64_t address);
EXTISM_IMPORT("store_u8") void extism_store_u8(uint64_t address, uint8_t value);
EXTISM_IMPORT("output_set") void extism_output_set(uint64_t address, uint64_t length);
EXTISM_IMPORT("error_set") void extism_error_set(ExtismHandle message);
EXTISM_IMPORT("config_get") ExtismHandle extism_config_get(ExtismHandle key);
EXTISM_IMPORT("var_get") ExtismHandle extism_var_get(ExtismHandle key);
EXTISM_IMPORT("var_set") void extism_var_set(ExtismHandle key, ExtismHandle value);

// A new block with these bytes.
static inline ExtismHandle extism_store(const void *bytes, size_t length) {
  const uint8_t *from = (const uint8_t *)bytes;
  ExtismHandle block = extism_alloc(length);
  for (size_t i = 0; i < length; i++) extism_store_u8(block + i, from[i]);
  return block;
}

static inline ExtismHandle extism_store_text(const char *text) { return extism_store(text, strlen(text)); }

// A copy of a block's bytes, which the caller frees, with a zero byte behind them; null for no block.
static inline char *extism_load_text(ExtismHandle block) {
  if (block == 0) return NULL;
  size_t length = (size_t)extism_length(block);
  char *text = (char *)malloc(length + 1);
  if (text == NULL) abort();
  for (size_t i = 0; i < length; i++) text[i] = (char)extism_load_u8(block + i);
  text[length] = 0;
  return text;
}

// A copy of the input, as extism_load_text makes it.
static inline char *extism_input_text(void) {
  size_t length = (size_t)extism_input_length();
  char *text = (char *)malloc(length + 1);
  if (text == NULL) abort();
  size_t at = 0;
  for (; at + 8 <= length; at += 8) {
    uint64_t eight = extism_input_load_u64(at);
    memcpy(text + at, &eight, 8);
  }
  for (; at < length; at++) text[at] = (char)extism_input_load_u8(at);
  text[length] = 0;
  return text;
}

static inline void extism_output(const void *bytes, size_t length) {
  extism_output_set(extism_store(bytes, length), length);
}

static inline void extism_output_text(const char *text) { extism_output(text, strlen(text)); }

#endif
