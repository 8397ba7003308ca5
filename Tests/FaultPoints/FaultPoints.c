// Fails the program's disk at chosen points. Loaded into it by LD_PRELOAD, this library stands before the calls of libc by
// which SQLite, Foundation and the writer of the alert logs change files. It is C since only a C symbol can stand before
// libc's own, variadic open(2) included.
//
//   FAULT_DIRECTORIES  only what lies below these counts, separated by colons; absolute, without symbolic links
//   FAULT_MODE   fail   the operation FAULT_AT fails with FAULT_ERRNO
//                last   that one and all after it
//                short  if it is a write, half of its bytes are written and the next operation fails; else it fails
//                kill   the process ends before it, as by kill -9
//                tear   the same, but half of the bytes of a write are written first
//                power  the same as kill, and all that was not synced is lost (PowerCut.c)
//                valve  while the file FAULT_VALVE exists: with ENOSPC as FAULT_ERRNO all that needs room fails, with
//                       EROFS all that changes anything
//                stall  while the file FAULT_VALVE exists, no operation comes to its end
//   FAULT_COPIES an empty directory for what power needs
//   FAULT_REPORT a file for two 64-bit numbers: the operations so far, and those that were refused, cut or deadly
//
// An operation is a call that changes a file or a directory, or syncs it. Calls that change nothing, such as a mkdir(2) of
// what exists, are none. The wal-index is shared memory: growing it is an operation, storing into it is not.
//
// No sync is carried out: what a process wrote outlives it all the same.

#include "PowerCut.h"

#define _GNU_SOURCE
#undef _FORTIFY_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum mode { MODE_NONE, MODE_FAIL, MODE_LAST, MODE_SHORT, MODE_KILL, MODE_TEAR, MODE_POWER, MODE_VALVE, MODE_STALL };
enum kind { KIND_WRITE, KIND_CREATE, KIND_GROW, KIND_CHANGE, KIND_SYNC };
enum verdict { GO_ON, REFUSE, HALVE, HALVE_AND_DIE };

struct report {
    _Atomic uint64_t operations;
    _Atomic uint64_t refused;
};

static struct report own_report;
static struct report *report = &own_report;
static enum mode mode = MODE_NONE;
static uint64_t fault_at;
static int fault_errno = EIO;
static const char *directories = "";
static const char *valve = "";

// Before main and without locks: nothing else runs yet, and later all of it is only read.
__attribute__((constructor)) static void read_environment(void) {
    static const char *const names[] = {"none", "fail", "last", "short", "kill", "tear", "power", "valve", "stall"};
    const char *value = getenv("FAULT_MODE");
    for (int i = 0; value && i <= MODE_STALL; i++)
        if (strcmp(value, names[i]) == 0) mode = (enum mode)i;
    if ((value = getenv("FAULT_AT"))) fault_at = strtoull(value, NULL, 10);
    if ((value = getenv("FAULT_ERRNO"))) fault_errno = atoi(value);
    if ((value = getenv("FAULT_DIRECTORIES"))) directories = value;
    if ((value = getenv("FAULT_VALVE"))) valve = value;
    if ((value = getenv("FAULT_COPIES"))) power_cut_begin(value);
    if (!(value = getenv("FAULT_REPORT"))) return;
    int descriptor = (int)syscall(SYS_openat, AT_FDCWD, value, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    // A mapped file: the numbers are there also when the process was killed.
    if (descriptor < 0 || syscall(SYS_ftruncate, descriptor, sizeof(struct report)) != 0) abort();
    void *memory = mmap(NULL, sizeof(struct report), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
    if (memory == MAP_FAILED) abort();
    report = memory;
    syscall(SYS_close, descriptor);
}

static bool is_path_watched(const char *path) {
    for (const char *each = directories; *each;) {
        size_t length = strcspn(each, ":");
        if (length > 0 && strncmp(path, each, length) == 0 && (path[length] == '/' || path[length] == 0)) return true;
        each += length + (each[length] == ':');
    }
    return false;
}

// The name that the kernel knows for a descriptor: none has to be remembered, and a renamed file is still known.
static bool is_watched(int descriptor) {
    if (mode == MODE_NONE && report == &own_report) return false;
    char link[32];
    char path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length <= 0) return false;
    path[length] = 0;
    return is_path_watched(path);
}

static bool exists(const char *path) {
    return faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

// The one thread that ends the process; the others go no further.
static _Atomic bool is_dying;
static _Thread_local bool is_killer;

_Noreturn static void die(void) {
    is_killer = true;
    atomic_store(&is_dying, true);
    if (mode == MODE_POWER) power_cut_forget_all_else(directories);
    kill(getpid(), SIGKILL);
    for (;;) pause();
}

// What becomes of an operation, which is counted here. Keeps errno where it goes on.
static enum verdict judge(enum kind kind) {
    if (is_killer) return GO_ON;
    while (atomic_load(&is_dying)) pause();
    uint64_t number = atomic_fetch_add(&report->operations, 1) + 1;
    enum verdict verdict = GO_ON;
    int before = errno;
    switch (mode) {
        case MODE_NONE: break;
        case MODE_FAIL: verdict = number == fault_at ? REFUSE : GO_ON; break;
        case MODE_LAST: verdict = number >= fault_at ? REFUSE : GO_ON; break;
        case MODE_SHORT:
            if (number == fault_at) verdict = kind == KIND_WRITE ? HALVE : REFUSE;
            if (number == fault_at + 1) verdict = REFUSE;
            break;
        case MODE_KILL:
        case MODE_POWER:
        case MODE_TEAR: verdict = number == fault_at ? HALVE_AND_DIE : GO_ON; break;
        case MODE_VALVE:
            if (!exists(valve) || kind == KIND_SYNC) break;
            if (fault_errno == EROFS || kind == KIND_CREATE || kind == KIND_GROW) verdict = REFUSE;
            break;
        case MODE_STALL:
            if (exists(valve)) atomic_fetch_add(&report->refused, 1);
            while (exists(valve)) poll(NULL, 0, 5);
            break;
    }
    errno = before;
    if (verdict == GO_ON) return verdict;
    atomic_fetch_add(&report->refused, 1);
    if (verdict == HALVE_AND_DIE && (kind != KIND_WRITE || mode != MODE_TEAR)) die();
    if (verdict == REFUSE) errno = fault_errno;
    return verdict;
}

// Whether an operation may go on; false with errno set.
static bool may(enum kind kind) { return judge(kind) == GO_ON; }

// libc's own function of a name. Looked up each time: cheap beside a system call, and free of shared state.
#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

// Calls `write_some(count)` for as many of `size` bytes as the fault leaves.
#define WRITE(descriptor, size, offset, write_some)                                                        \
    do {                                                                                                   \
        size_t count = (size);                                                                             \
        if (!is_watched(descriptor)) return write_some;                                                    \
        enum verdict verdict = judge_write((descriptor), (offset), count);                                 \
        if (verdict == REFUSE) return -1;                                                                  \
        if (verdict != GO_ON) count = count > 1 ? count / 2 : count;                                       \
        ssize_t written = write_some;                                                                      \
        if (verdict == HALVE_AND_DIE) die();                                                               \
        return written;                                                                                    \
    } while (0)

// With a valve for want of room, only a write that makes its file longer is refused. `offset` -1: where the file is.
static enum verdict judge_write(int descriptor, off_t offset, size_t size) {
    if (mode != MODE_VALVE) return judge(KIND_WRITE);
    struct stat status;
    if (fstat(descriptor, &status) != 0) return judge(KIND_WRITE);
    if (fcntl(descriptor, F_GETFL) & O_APPEND) offset = status.st_size;
    else if (offset < 0) offset = lseek(descriptor, 0, SEEK_CUR);
    return judge(offset + (off_t)size > status.st_size ? KIND_GROW : KIND_WRITE);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
    WRITE(descriptor, size, -1, REAL(write)(descriptor, bytes, count));
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
    WRITE(descriptor, size, offset, REAL(pwrite)(descriptor, bytes, count, offset));
}

ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
    WRITE(descriptor, size, offset, REAL(pwrite64)(descriptor, bytes, count, offset));
}

// None of the program's parts gathers writes today; one that begins to is refused whole, never cut.
ssize_t writev(int descriptor, const struct iovec *parts, int count) {
    if (is_watched(descriptor) && !may(KIND_GROW)) return -1;
    return REAL(writev)(descriptor, parts, count);
}

static int sync_watched(int descriptor) {
    if (!may(KIND_SYNC)) return -1;
    power_cut_note_sync(descriptor);
    return 0;
}

int fsync(int descriptor) {
    return is_watched(descriptor) ? sync_watched(descriptor) : REAL(fsync)(descriptor);
}

int fdatasync(int descriptor) {
    return is_watched(descriptor) ? sync_watched(descriptor) : REAL(fdatasync)(descriptor);
}

int ftruncate(int descriptor, off_t size) {
    return is_watched(descriptor) && !may(KIND_CHANGE) ? -1 : REAL(ftruncate)(descriptor, size);
}

int ftruncate64(int descriptor, off64_t size) {
    return is_watched(descriptor) && !may(KIND_CHANGE) ? -1 : REAL(ftruncate64)(descriptor, size);
}

int truncate(const char *path, off_t size) {
    return is_path_watched(path) && !may(KIND_CHANGE) ? -1 : REAL(truncate)(path, size);
}

int fallocate(int descriptor, int flags, off_t offset, off_t size) {
    return is_watched(descriptor) && !may(KIND_GROW) ? -1 : REAL(fallocate)(descriptor, flags, offset, size);
}

// Returns its error.
int posix_fallocate(int descriptor, off_t offset, off_t size) {
    return is_watched(descriptor) && !may(KIND_GROW) ? errno : REAL(posix_fallocate)(descriptor, offset, size);
}

int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
    return is_watched(descriptor) && !may(KIND_GROW) ? errno : REAL(posix_fallocate64)(descriptor, offset, size);
}

int rename(const char *from, const char *to) {
    return is_path_watched(to) && !may(KIND_CHANGE) ? -1 : REAL(rename)(from, to);
}

int link(const char *from, const char *to) {
    return is_path_watched(to) && !may(KIND_CREATE) ? -1 : REAL(link)(from, to);
}

int unlink(const char *path) {
    if (is_path_watched(path) && exists(path)) {
        if (!may(KIND_CHANGE)) return -1;
        power_cut_note_removal(path);
    }
    return REAL(unlink)(path);
}

int mkdir(const char *path, mode_t permissions) {
    return is_path_watched(path) && !exists(path) && !may(KIND_CREATE) ? -1 : REAL(mkdir)(path, permissions);
}

// An open is an operation where it creates or empties a file; to a read-only file system, where it is for writing.
static bool may_open(const char *path, int flags) {
    if (!is_path_watched(path)) return true;
    bool creates = (flags & O_CREAT) && !exists(path);
    if (creates || (flags & O_TRUNC)) return may(creates ? KIND_CREATE : KIND_CHANGE);
    bool writes = (flags & O_ACCMODE) != O_RDONLY;
    return !(writes && mode == MODE_VALVE && fault_errno == EROFS) || may(KIND_CHANGE);
}

#define OPEN(path, flags, real_open)                                                                       \
    do {                                                                                                   \
        mode_t permissions = 0;                                                                            \
        if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                           \
            va_list rest;                                                                                  \
            va_start(rest, flags);                                                                         \
            permissions = va_arg(rest, mode_t);                                                            \
            va_end(rest);                                                                                  \
        }                                                                                                  \
        return may_open(path, flags) ? real_open : -1;                                                     \
    } while (0)

int open(const char *path, int flags, ...) { OPEN(path, flags, REAL(open)(path, flags, permissions)); }

int open64(const char *path, int flags, ...) { OPEN(path, flags, REAL(open64)(path, flags, permissions)); }

int openat(int directory, const char *path, int flags, ...) {
    OPEN(path, flags, REAL(openat)(directory, path, flags, permissions));
}

int openat64(int directory, const char *path, int flags, ...) {
    OPEN(path, flags, REAL(openat64)(directory, path, flags, permissions));
}
