/// The entries of all scalars, in pages. It lives as long as the process and never changes, so sharing it is sound.
struct ScalarTable: @unchecked Sendable {
    private static let pageShift: UInt32 = 8
    private static let pageSize = 1 << Int(pageShift)

    private let memory = TableMemory()
    /// Which page of `entries` a scalar is in, by its high bits. Page 0 is of scalars that stay as they are.
    private let pages: UnsafePointer<UInt16>
    private let entries: UnsafePointer<FoldTable.Entry>
    let expansions: UnsafePointer<UInt32>

    init() {
        var pages = [UInt16](repeating: 0, count: 0x110000 >> Int(Self.pageShift))
        var entries = [FoldTable.Entry](repeating: FoldTable.Entry(.other), count: Self.pageSize)
        expansions = memory.copy(
            FoldTable.forEachEntry(of: FoldTable.ranges) { scalar, entry in
                guard entry != FoldTable.Entry(.other) else { return }
                let page = Int(scalar >> Self.pageShift)
                if pages[page] == 0 {
                    pages[page] = UInt16(entries.count >> Int(Self.pageShift))
                    entries.append(contentsOf: repeatElement(FoldTable.Entry(.other), count: Self.pageSize))
                }
                entries[Int(pages[page]) << Int(Self.pageShift) | Int(scalar) & (Self.pageSize - 1)] = entry
            })
        self.pages = memory.copy(pages)
        self.entries = memory.copy(entries)
    }

    @inline(__always)
    func entry(_ scalar: UInt32) -> FoldTable.Entry {
        let page = Int(pages[Int(scalar >> Self.pageShift)])
        return entries[page << Int(Self.pageShift) | Int(scalar) & (Self.pageSize - 1)]
    }
}
