import Foundation
import Glibc

/// How far long work is, in one line of a terminal; nothing where no person looks at stderr.
struct ProgressBar {
    private static let width = 30
    /// Redrawn at most so often, in seconds.
    private static let pause = 0.1

    private let total: Int
    private let label: String
    private let isShown = isatty(STDERR_FILENO) == 1
    private var done = 0
    private var drawn = Date.distantPast

    init(total: Int, label: String) {
        self.total = total
        self.label = label
    }

    /// One piece more is done.
    mutating func advance() {
        done += 1
        guard isShown, Date().timeIntervalSince(drawn) >= Self.pause || done == total else { return }
        drawn = Date()
        draw("\r\(Self.text(done, of: total, label: label))")
    }

    /// Leaves the line empty, for other text or at the end.
    mutating func clear() {
        guard isShown, drawn != .distantPast else { return }
        drawn = .distantPast
        draw("\r\u{1B}[K")
    }

    /// Such as `[=====     ] 12/24 feeds fetched`.
    static func text(_ done: Int, of total: Int, label: String) -> String {
        let filled = total == 0 ? width : done * width / total
        let bar = String(repeating: "=", count: filled) + String(repeating: " ", count: width - filled)
        return "[\(bar)] \(done)/\(total) \(label)"
    }

    private func draw(_ text: String) {
        var text = text
        // A terminal that cannot be written shows no progress.
        text.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
