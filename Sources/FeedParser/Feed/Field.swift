/// The element whose text is being gathered.
struct Field {
    enum Kind: UInt8 {
        /// Means itself: identifiers, addresses, dates.
        case raw
        /// A person: text, or name, email and uri elements.
        case person
        /// Text in which markup means nothing.
        case literal
        /// HTML, escaped or not.
        case markup
        /// Elements of its own.
        case xhtml
        case base64Markup, base64Text
    }

    /// 0 when no element's text is being gathered.
    var depth = 0
    var name = FeedName.unknown
    var space = FeedSpace.other
    var place = FeedBuilder.Place.outside
    var kind = Kind.raw
    var limit = 0
    var isClipped = false
    var hasMarkup = false
    /// Set by attributes: the guid is no permalink, or HTML may stand where XHTML was promised.
    var isMarked = false
    var personPart = FeedName.unknown
    var personPartDepth = 0
}

/// What the bounds left out.
struct DroppedParts {
    var items = 0
    var clippedTexts = 0
    var isTooDeep = false
    var hasTooManyNames = false
    /// Reading was stopped before the document's end.
    var isStopped: Bool { isTooDeep || hasTooManyNames }
    /// Items the end of the document cut.
    var cutItems = 0
}
