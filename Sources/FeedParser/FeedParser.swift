/// Reads a feed of any format.
///
/// Pure: no file, network or clock is touched, no entity or document type fetched. Time and memory grow linearly with
/// the document up to `options.limits`, and end with `options.budget` in any case. May be called from any thread, also at once.
///
/// - Parameters:
///   - bytes: The document as it came, content codings undone.
///   - options: What is known beside the bytes.
/// - Throws: When the document is no feed, takes too much work or is no longer wanted; broken feeds are read as far as they
///   go, with warnings.
public func parseFeed(_ bytes: [UInt8], options: ParseOptions = ParseOptions()) throws(FeedParseError) -> ParsedFeed {
    // `withUnsafeBufferPointer` passes on any error as an existential one: carry a result out instead.
    try bytes.withUnsafeBufferPointer { buffer in
        Result { () throws(FeedParseError) in try DocumentReader(options: options, size: buffer.count).read(buffer) }
    }.get()
}

/// Reads a feed of any format, from memory that stays the caller's.
///
/// As `parseFeed(_:options:)` for an array; the bytes are not kept beyond the call.
public func parseFeed(
    _ bytes: UnsafeRawBufferPointer, options: ParseOptions = ParseOptions()
) throws(FeedParseError) -> ParsedFeed {
    try bytes.withMemoryRebound(to: UInt8.self) { buffer in
        Result { () throws(FeedParseError) in try DocumentReader(options: options, size: buffer.count).read(buffer) }
    }.get()
}
