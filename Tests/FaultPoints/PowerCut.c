// A power cut that takes all that may be lost: each file is again as it was when it was last synced, and one whose directory
// was not synced since it was made is gone. What was removed or renamed stays so.
//
// For that, what is synced is copied to a directory of its own, under the file's inode: `I` its content, `I.entry` empty
// where its name is on the disk as well.

#include "PowerCut.h"

#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *copies;
// Held while a copy is made, and from the cut on.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void power_cut_begin(const char *directory) { copies = directory; }

static void copy_path(char *path, ino_t inode, const char *suffix) {
    snprintf(path, PATH_MAX, "%s/%llu%s", copies, (unsigned long long)inode, suffix);
}

// Copies a whole file over another one. A fault of this library itself must not look like one of the program.
static void copy(int from, const char *path) {
    int to = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (to < 0) abort();
    char bytes[1 << 16];
    off_t offset = 0;
    for (ssize_t count; (count = pread(from, bytes, sizeof bytes, offset)) != 0; offset += count)
        if (count < 0 || write(to, bytes, (size_t)count) != count) abort();
    close(to);
}

// Calls `body` with the path and status of each entry of a directory.
static void each_entry(const char *directory, void (*body)(const char *, const struct stat *)) {
    DIR *stream = opendir(directory);
    if (!stream) return;
    for (struct dirent *entry; (entry = readdir(stream));) {
        char path[PATH_MAX];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
        snprintf(path, sizeof path, "%s/%s", directory, entry->d_name);
        if (lstat(path, &status) == 0) body(path, &status);
    }
    closedir(stream);
}

static void note_entry(const char *path, const struct stat *status) {
    (void)path;
    char mark[PATH_MAX];
    copy_path(mark, status->st_ino, ".entry");
    int descriptor = open(mark, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) abort();
    close(descriptor);
}

void power_cut_note_sync(int descriptor) {
    struct stat status;
    char path[PATH_MAX];
    char link[32];
    if (!copies || fstat(descriptor, &status) != 0) return;
    // By a path, since the descriptor need not be for reading.
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    pthread_mutex_lock(&lock);
    if (S_ISDIR(status.st_mode)) {
        each_entry(link, note_entry);
    } else {
        int from = open(link, O_RDONLY | O_CLOEXEC);
        if (from < 0) abort();
        copy_path(path, status.st_ino, "");
        copy(from, path);
        close(from);
    }
    pthread_mutex_unlock(&lock);
}

// Its inode may be another file's next.
void power_cut_note_removal(const char *path) {
    struct stat status;
    char copied[PATH_MAX];
    if (!copies || lstat(path, &status) != 0) return;
    pthread_mutex_lock(&lock);
    copy_path(copied, status.st_ino, "");
    unlink(copied);
    copy_path(copied, status.st_ino, ".entry");
    unlink(copied);
    pthread_mutex_unlock(&lock);
}

static void remove_entry(const char *path, const struct stat *status) {
    if (S_ISDIR(status->st_mode)) each_entry(path, remove_entry);
    if (remove(path) != 0) abort();
}

static void forget_entry(const char *path, const struct stat *status) {
    char copied[PATH_MAX];
    size_t length = strlen(path);
    // The wal-index is never synced and begins anew at each start. It is not cut short, since the process has it mapped.
    bool is_wal_index = length > 4 && strcmp(path + length - 4, "-shm") == 0;
    copy_path(copied, status->st_ino, ".entry");
    if (is_wal_index || access(copied, F_OK) != 0) {
        remove_entry(path, status);
    } else if (S_ISDIR(status->st_mode)) {
        each_entry(path, forget_entry);
    } else {
        copy_path(copied, status->st_ino, "");
        int from = open(copied, O_RDONLY | O_CLOEXEC);
        if (from < 0 && truncate(path, 0) != 0) abort();
        if (from >= 0) copy(from, path);
    }
}

void power_cut_forget_all_else(const char *directories) {
    pthread_mutex_lock(&lock);
    char *list = strdup(directories);
    char *rest = list;
    for (char *each; (each = strsep(&rest, ":"));)
        if (*each) each_entry(each, forget_entry);
    free(list);
}
