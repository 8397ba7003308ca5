/// Owns the memory of tables that are written once and then only read, through pointers that cost no reference counting.
///
/// Whoever keeps such a pointer keeps this object as well. Sharing it is sound because nothing changes in it after the
/// tables are made, but for the list of what to free, which only `copy` touches while they are made.
final class TableMemory: @unchecked Sendable {
    private var allocations: [UnsafeMutableRawPointer] = []

    deinit {
        for allocation in allocations {
            allocation.deallocate()
        }
    }

    /// Copies elements into memory that lives as long as this object. Only to be called while tables are made.
    func copy<Element: BitwiseCopyable>(_ elements: [Element]) -> UnsafePointer<Element> {
        let pointer = UnsafeMutablePointer<Element>.allocate(capacity: max(elements.count, 1))
        pointer.initialize(from: elements, count: elements.count)
        allocations.append(UnsafeMutableRawPointer(pointer))
        return UnsafePointer(pointer)
    }
}
