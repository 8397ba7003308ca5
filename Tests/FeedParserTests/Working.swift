@testable import FeedParser

/// What reading a document took.
struct Work {
    var steps: Int
    var bytes: Int
    var error: FeedParseError?

    init(of document: String, options: ParseOptions = ParseOptions(collectsLinks: true)) {
        let document = Array(document.utf8)
        let reader = DocumentReader(options: options, size: document.count)
        error = document.withUnsafeBufferPointer { bytes -> FeedParseError? in
            do throws(FeedParseError) {
                _ = try reader.read(bytes)
                return nil
            } catch {
                return error
            }
        }
        steps = reader.work.steps
        bytes = reader.work.bytes
    }

    /// Options without a bound on work, so that what grows faster than the document is seen to.
    static var unbounded: ParseOptions {
        var options = ParseOptions(baseURL: "https://news.example.kr/a/b/feed.xml", collectsLinks: true)
        options.budget.steps = .max
        options.budget.bytes = .max
        // By itself a bound of any size that does not grow with the document.
        options.limits.entityExpansion = 4_096
        return options
    }
}

/// `unit` again and again, in about `count` bytes.
func repeated(_ unit: String, _ count: Int) -> String {
    String(repeating: unit, count: max(1, count / unit.utf8.count))
}
