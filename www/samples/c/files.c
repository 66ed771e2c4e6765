// Counts the words of all files in /data, prints each, and writes a report beside them. Files are WASI's, by the C library.
#include "extism.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>

#define REPORT "report.txt"

// The words in a file; -1 if it cannot be read.
static long words_in(const char *path) {
  FILE *file = fopen(path, "r");
  if (file == NULL) return -1;
  long words = 0;
  int inside = 0;
  for (int next = fgetc(file); next != EOF; next = fgetc(file)) {
    int is_letter = !isspace(next);
    if (is_letter && !inside) words++;
    inside = is_letter;
  }
  fclose(file);
  return words;
}

// Gives the total as text.
EXTISM_EXPORT(count_words) {
  DIR *directory = opendir("/data");
  FILE *report = fopen("/data/" REPORT, "w");
  if (directory == NULL || report == NULL) {
    extism_error_set(extism_store_text("there is no directory /data: grant WASI, and add a file such as /data/notes.txt"));
    return 1;
  }
  long total = 0;
  for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
    char path[512];
    if (entry->d_name[0] == '.' || strcmp(entry->d_name, REPORT) == 0) continue;
    snprintf(path, sizeof path, "/data/%s", entry->d_name);
    long words = words_in(path);
    if (words < 0) continue;
    printf("%s: %ld words\n", path, words);
    fprintf(report, "%6ld  %s\n", words, entry->d_name);
    total += words;
  }
  fprintf(report, "%6ld  in all\n", total);
  fclose(report);
  closedir(directory);
  fflush(stdout);
  char text[64];
  int length = snprintf(text, sizeof text, "%ld words; the list is in /data/" REPORT, total);
  extism_output(text, (size_t)length);
  return 0;
}
