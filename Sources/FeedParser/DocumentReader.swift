/// The way from bytes to a feed: encoding, kind of document, first reading, and a second one of the mended text where
/// the first met a fault.
struct DocumentReader {
    let options: ParseOptions
    let work: WorkMeter

    /// A reader of one document of `size` bytes.
    init(options: ParseOptions, size: Int) {
        self.options = options
        work = WorkMeter(budget: options.budget, size: size, isCancelled: options.isCancelled)
    }

    func read(_ bytes: Bytes) throws(FeedParseError) -> ParsedFeed {
        guard bytes.count <= options.limits.documentSize else {
            throw FeedParseError(
                .tooLarge, "\(bytes.count) bytes, more than the \(options.limits.documentSize) that are read")
        }
        try work.check()
        guard bytes.contains(where: { $0 > 0x20 }) else { throw FeedParseError(.empty, "line 1: nothing in it") }
        let statement = EncodingStatement(bytes, options: options, work: work)
        let text = bytes.part(statement.markLength, bytes.count)
        var warnings: [ParseWarning] = []
        if let label = statement.unknownLabel {
            warnings.append(ParseWarning(line: 1, "no decoder for \"\(label)\": it counts as not said"))
        }
        if statement.saysUTF8, var feed = try readWellFormed(text, encoding: .utf8) {
            feed.warnings.insert(contentsOf: warnings, at: 0)
            return feed
        }
        // Counted and guessed at.
        work.spend(3 * bytes.count)
        let decision = EncodingDecision(text, statement: statement, work: work)
        try work.check()
        if let said = decision.contradicted {
            warnings.append(ParseWarning(line: 1, "said to be \(said), but is \(decision.encoding.name)"))
        }
        var feed: ParsedFeed
        if decision.encoding == .utf8, let base = text.baseAddress,
            UTF8Check.validPrefix(base, text.count) == text.count
        {
            feed = try readMended(text, encoding: .utf8, isKnownFaulty: statement.saysUTF8)
        } else {
            var decoded = ByteBuffer(capacity: text.count + text.count / 2)
            let repair = decode(text, decision, to: &decoded)
            work.make(decoded.count)
            try work.check()
            feed = try readMended(decoded.bytes, encoding: decision.encoding, isKnownFaulty: false)
            feed.encodingRepair = repair
            if let repair { warnings.append(ParseWarning(line: nil, repair.description)) }
        }
        feed.warnings.insert(contentsOf: warnings, at: 0)
        return feed
    }

    /// Appends `source` as UTF-8; returns what had to be mended.
    private func decode(_ source: Bytes, _ decision: EncodingDecision, to output: inout ByteBuffer) -> EncodingRepair? {
        var repair = EncodingRepair(encoding: decision.encoding.name)
        if let other = decision.other, let mixed = MixedText(source, other: other, work: work) {
            let outcome = mixed.decode(source, to: &output)
            repair.replaced = outcome.faults
            if outcome.otherParts > 0 {
                repair.other = decision.encoding == .utf8 ? other.name : TextEncoding.utf8.name
            }
        } else if let faults = Transcoder.decode(source, as: decision.encoding, to: &output, work: work) {
            repair.replaced = faults
        } else {
            // A C library without the decoders the table names.
            repair.replaced = Transcoder.decodeUTF8(source, to: &output, work: work)
        }
        guard repair.replaced > 0 || repair.other != nil else { return nil }
        repair.read = source.reduce(into: 0) { $0 += $1 >= 0xC0 ? 1 : 0 }
        return repair
    }

    /// The feed, if the text has no fault at all; nil when it has to be looked at more closely.
    private func readWellFormed(_ text: Bytes, encoding: TextEncoding) throws(FeedParseError) -> ParsedFeed? {
        let prologue = Prologue(text, work: work)
        try work.check()
        guard case .feed(let offset) = prologue.root, !prologue.hasJunk, !prologue.hasInternalSubset else { return nil }
        return try readXML(text, from: offset, encoding: encoding, isRepaired: false)
    }

    /// The feed in text that is UTF-8, whatever is wrong with it; read without mending first unless it is known faulty.
    private func readMended(
        _ text: Bytes, encoding: TextEncoding, isKnownFaulty: Bool
    ) throws(FeedParseError) -> ParsedFeed {
        if let first = text.first(where: { $0 > 0x20 }), first == 0x7B || first == 0x5B {
            var reader = JSONFeedReader(options: options, work: work)
            return try reader.read(text, encoding: encoding.name)
        }
        let prologue = Prologue(text, work: work)
        try work.check()
        switch prologue.root {
        case .feed(let offset):
            let mayBeWellFormed = !prologue.hasInternalSubset && (prologue.hasJunk || !isKnownFaulty)
            var feed =
                if mayBeWellFormed,
                    let feed = try readXML(text, from: offset, encoding: encoding, isRepaired: false)
                { feed } else { try repair(text, prologue, from: offset, encoding: encoding) }
            if prologue.hasJunk {
                feed.warnings.append(ParseWarning(line: 1, "something else before the feed left out"))
            }
            return feed
        case .html(let offset):
            throw FeedParseError(.htmlPage, "line \(text.lineFeeds(before: offset) + 1): an HTML page, not a feed")
        case .other(let name, let offset):
            let line = text.lineFeeds(before: offset) + 1
            throw FeedParseError(.notFeed, "line \(line): <\(name)> is not the root of a feed")
        case .missing:
            throw FeedParseError(.notMarkup, "line 1: neither XML nor JSON")
        }
    }

    private func repair(
        _ text: Bytes, _ prologue: Prologue, from offset: Int, encoding: TextEncoding
    ) throws(FeedParseError) -> ParsedFeed {
        let repair = MarkupRepair(
            text, from: offset, documentType: prologue.documentType, limits: options.limits, work: work)
        work.make(repair.bytes.count)
        try work.check()
        guard var feed = try readXML(repair.bytes, from: 0, encoding: encoding, isRepaired: true) else {
            let line = text.lineFeeds(before: offset) + 1
            throw FeedParseError(.malformedXML, "line \(line): XML that breaks off before anything of a feed")
        }
        if repair.isCut {
            let line = text.lineFeeds(before: text.count) + 1
            feed.warnings.append(ParseWarning(line: line, "the document ends in the middle; complete items are kept"))
        }
        if repair.entitiesExhausted {
            feed.warnings.append(ParseWarning(line: nil, "entities that expand without end left out"))
        }
        return feed
    }

    /// nil when a reading without mending met a fault.
    private func readXML(
        _ text: Bytes, from offset: Int, encoding: TextEncoding, isRepaired: Bool
    ) throws(FeedParseError) -> ParsedFeed? {
        let builder = UnsafeMutablePointer<FeedBuilder>.allocate(capacity: 1)
        builder.initialize(to: FeedBuilder(options: options, isRepaired: isRepaired, work: work))
        defer {
            builder.deinitialize(count: 1)
            builder.deallocate()
        }
        let outcome = SAXReader.read(text.part(offset, text.count), into: builder, recovers: isRepaired)
        try work.check()
        guard builder.pointee.hasRoot else { return nil }
        if !isRepaired, !outcome.isWellFormed, !builder.pointee.dropped.isStopped { return nil }
        return builder.pointee.finish(encoding: encoding.name)
    }
}
