// Shows ThreadSanitizer the order that Swift's runtime makes between threads. Linked into the thread build alone.
//
// The toolchain's libraries are not instrumented, so where they order two threads the sanitizer sees nothing and calls what
// they order a race. The runtime tells it of most of that, but not of the three below. A program's own symbols come before
// those of libraries, so the functions here are called in place of the library's; they say what happens, and let it happen.
// None of them orders anything that Swift does not.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *handle
#define ASYNC __attribute__((swiftasynccall))

void __tsan_acquire(void *address);
void __tsan_release(void *address);
void *swift_task_getCurrent(void);

static void *next(const char *symbol) {
    void *found = dlsym(RTLD_NEXT, symbol);
    if (found == NULL) {
        fprintf(stderr, "visible-order: this toolchain has no %s; see what it has in its place\n", symbol);
        abort();
    }
    return found;
}

// The library's function of the same name, looked up once. (Two threads that look it up find the same.)
#define NEXT(symbol) ({ \
    static void *volatile found; \
    if (found == NULL) found = next(symbol); \
    found; \
})

// 1. Synchronization.Mutex. Where nobody else wants it, it is an atomic exchange compiled into our code and so seen; where
// somebody does, the library asks the kernel.

#define LOCK_SLOW "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define TRY_LOCK_SLOW "$s15Synchronization12_MutexHandleV12_tryLockSlowSbyF"
#define UNLOCK_SLOW "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

SWIFT void lock_slow(uint32_t thread, SELF) asm(LOCK_SLOW);
SWIFT void lock_slow(uint32_t thread, SELF) {
    typedef SWIFT void Function(uint32_t, SELF);
    ((Function *)NEXT(LOCK_SLOW))(thread, handle);
    __tsan_acquire(handle);
}

SWIFT _Bool try_lock_slow(SELF) asm(TRY_LOCK_SLOW);
SWIFT _Bool try_lock_slow(SELF) {
    typedef SWIFT _Bool Function(SELF);
    _Bool is_locked = ((Function *)NEXT(TRY_LOCK_SLOW))(handle);
    if (is_locked) __tsan_acquire(handle);
    return is_locked;
}

SWIFT void unlock_slow(SELF) asm(UNLOCK_SLOW);
SWIFT void unlock_slow(SELF) {
    typedef SWIFT void Function(SELF);
    __tsan_release(handle);
    ((Function *)NEXT(UNLOCK_SLOW))(handle);
}

// 2. A continuation that is resumed before its task has come to wait for it. The runtime tells of the resumption, and of a
// task that is woken by it, but not of one that need not sleep: it finds that out when it is about to wait, or on its way
// there, and then enters its context again, as a task does wherever it starts to run. (Between what is told here and the
// runtime's first look are a few instructions; a resumption in just these is still called a race.)

ASYNC void swift_continuation_await(void *continuation) {
    typedef ASYNC void Function(void *);
    __tsan_acquire(swift_task_getCurrent());
    __attribute__((musttail)) return ((Function *)NEXT("swift_continuation_await"))(continuation);
}

SWIFT void swift_task_enterThreadLocalContext(char *state) {
    typedef SWIFT void Function(char *);
    void *task = swift_task_getCurrent();
    if (task != NULL) __tsan_acquire(task);
    ((Function *)NEXT("swift_task_enterThreadLocalContext"))(state);
}

// 3. Copy on write. Whoever finds that it holds the last reference may write in place, after all that was done through the
// references that are gone.

void swift_release(void *object) {
    if ((intptr_t)object > 0) __tsan_release(object);
    ((void (*)(void *))NEXT("swift_release"))(object);
}

_Bool swift_isUniquelyReferenced_nonNull_native(const void *object) {
    _Bool is_unique = ((_Bool (*)(const void *))NEXT("swift_isUniquelyReferenced_nonNull_native"))(object);
    if (is_unique) __tsan_acquire((void *)object);
    return is_unique;
}
