/// Why a document is not a feed.
public struct FeedParseError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kinds of refusal.
    public enum Code: String, Sendable {
        /// There is nothing but white space.
        case empty
        /// Longer than `ParseLimits.documentSize`.
        case tooLarge
        /// An HTML page.
        case htmlPage
        /// XML or JSON, but no feed.
        case notFeed
        /// Neither XML nor JSON.
        case notMarkup
        /// JSON that cannot be read.
        case malformedJSON
        /// XML that is broken before anything of a feed was seen.
        case malformedXML
        /// Beyond the `ParseBudget`.
        case tooMuchWork
        /// `ParseOptions.isCancelled` said so.
        case cancelled
    }

    /// The kind of refusal.
    public let code: Code
    /// Where and what, for a person: `line 3: an HTML page, not a feed`.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}

/// Something wrong in a document that was read all the same.
public struct ParseWarning: Sendable, Equatable, CustomStringConvertible {
    /// The line it was noticed at, from 1; nil where no line can be told.
    public let line: Int?
    /// What was wrong and what was done.
    public let message: String

    init(line: Int?, _ message: String) {
        self.line = line
        self.message = message
    }

    /// The message with its line.
    public var description: String {
        line.map { "line \($0): \(message)" } ?? message
    }
}
