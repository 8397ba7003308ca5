/// The addresses `xml:base` sets, each resolved against the one around it (XML Base, section 4).
struct BaseStack {
    private var entries: [(depth: Int, url: String?)] = []
    /// In bytes; a longer one is ignored, since every address below it would be as long.
    private static let longestBase = 1_024

    private let documentURL: String?
    private(set) var current: String?
    /// Depth of the element that set the current base, 0 when none did.
    private(set) var depth = 0

    init(documentURL: String?) {
        self.documentURL = documentURL
        current = documentURL
    }

    mutating func push(_ value: Bytes, depth newDepth: Int) {
        let value = value.trimmed
        guard !value.isEmpty, value.count <= Self.longestBase, entries.count < 64 else { return }
        if depth == newDepth { pop() }
        let resolved = URLReference.resolve(value, against: current)
        // What is no address, and has none to resolve against, is no base.
        guard URLReference.isAbsolute(resolved) || current == nil, resolved.utf8.count <= Self.longestBase else {
            return
        }
        entries.append((newDepth, resolved))
        current = resolved
        depth = newDepth
    }

    mutating func pop() {
        guard entries.popLast() != nil else { return }
        current = entries.last?.url ?? documentURL
        depth = entries.last?.depth ?? 0
    }
}
