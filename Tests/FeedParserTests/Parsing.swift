import FeedParser
import Foundation
import Testing

/// The feed in `document`, which must be one.
func feed(_ document: String, options: ParseOptions = ParseOptions()) throws -> ParsedFeed {
    try parseFeed(Array(document.utf8), options: options)
}

/// An RSS 2.0 document around `item`, the inside of its only item.
func rss(_ item: String, channel: String = "") -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <rss version="2.0"><channel><title>새벽일보</title>\(channel)<item>\(item)</item></channel></rss>
    """
}

/// The only item of an RSS 2.0 document around `inside`.
func item(_ inside: String, channel: String = "", options: ParseOptions = ParseOptions()) throws -> ParsedItem {
    try #require(try feed(rss(inside, channel: channel), options: options).items.first)
}

/// The instant RFC 3339 `text` in UTC names.
func instant(_ text: String) throws -> Date {
    try Date(text, strategy: .iso8601)
}
