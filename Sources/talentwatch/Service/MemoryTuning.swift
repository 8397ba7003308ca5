import Glibc

/// Tells the C library's allocator what this program is like (mallopt(3)): few threads, and bodies that come and go.
enum MemoryTuning {
    // M_MMAP_THRESHOLD and M_ARENA_MAX of malloc.h, which Glibc's module map leaves out, as it does mallopt.
    private static let mapThreshold: Int32 = -3
    private static let arenas: Int32 = -8
    private typealias Setter = @convention(c) (Int32, Int32) -> Int32

    /// Before the first thread is started. Does nothing under an allocator that has no mallopt.
    static func apply() {
        guard let symbol = dlsym(nil, "mallopt") else { return }
        // Sound: mallopt has had this signature in every release of the C library.
        let set = unsafeBitCast(symbol, to: Setter.self)
        // Left alone, each of a dozen threads gets a heap of its own, and each keeps what its largest feed took.
        _ = set(arenas, 2)
        // A fixed threshold: else a large body once freed makes all later ones part of the heap, which then never shrinks.
        _ = set(mapThreshold, 512 << 10)
    }
}
