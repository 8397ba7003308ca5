import FeedParser

/// What is wrong with the text of a feed's last document, which was read all the same.
public struct ReadingNote: Sendable, Equatable {
    /// How much it matters. The numbers are the store's.
    public enum Kind: Int64, Sendable {
        /// A character or two could not be read: as a rule, texts that the site cut by bytes.
        case slight = 0
        /// Some of it is in another encoding than the rest; each part was read as what it is.
        case mixed = 1
        /// So much could not be read that keywords are missed: the feed counts as failing.
        case fault = 2
    }

    /// How much it matters.
    public var kind: Kind
    /// What it is, for a person, in one line.
    public var text: String

    init(kind: Kind, text: String) {
        self.kind = kind
        self.text = text
    }

    /// nil when nothing had to be mended.
    init?(_ repair: EncodingRepair?) {
        guard let repair else { return nil }
        kind = repair.isFault ? .fault : repair.other == nil ? .slight : .mixed
        text = "read with faults: \(PrintableText.line(repair.description))"
    }
}

extension FeedState {
    /// What makes the feed fail though it is read.
    var readingFault: String? { reading?.kind == .fault ? reading?.text : nil }
}
