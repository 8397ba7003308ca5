// What the disk has for certain: see PowerCut.c.

#include <stdbool.h>

void power_cut_begin(const char *directory);
void power_cut_note_sync(int descriptor);
void power_cut_note_removal(const char *path);
void power_cut_forget_all_else(const char *directories);
