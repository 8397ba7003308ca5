import CXML2
import FoundationEssentials

/// Makes a feed of the events of one XML document.
///
/// Reached through a pointer by libxml2's callbacks, so that its parts are changed in place without exclusivity checks.
struct FeedBuilder: ~Copyable {
    /// What the innermost open element of meaning is.
    enum Place: UInt8 { case outside, feed, wrapper, item, source, skippedHours, skippedDays }

    private struct OpenPlace {
        let place: Place
        let depth: Int
    }

    let options: ParseOptions
    let work: WorkMeter
    /// The bytes are MarkupRepair's.
    let isRepaired: Bool
    var feed = ParsedFeed(format: .rss2)
    var draft = ItemDraft()
    var feedRanks = FeedRanks()
    var dates: DateContext
    var plain: PlainText
    /// What stopped or troubled the parser first, with its line within the bytes it got.
    var firstFault: (line: Int, message: String)?
    var isCut = false
    var hasRoot = false
    /// Where the root is in a namespace nobody knows, its elements mean what they are called.
    var knowsRootSpace = true
    var dropped = DroppedParts()
    var draftPerson = DraftPerson()
    /// Set while libxml2 runs, to stop it.
    var context: xmlParserCtxtPtr?

    var text = ByteBuffer(capacity: 16 << 10)
    var field = Field()
    private let names = NameTable()
    private var places: [OpenPlace] = []
    private var place = Place.outside
    private var placeDepth = 0
    private var depth = 0
    /// Depth of the element whose inside is of no interest, 0 when there is none.
    private var skipDepth = 0
    private var bases: BaseStack
    private var namesUntilCheck = FeedBuilder.namesBetweenChecks

    init(options: ParseOptions, isRepaired: Bool, work: WorkMeter) {
        self.options = options
        self.work = work
        plain = PlainText(work: work)
        self.isRepaired = isRepaired
        bases = BaseStack(documentURL: options.baseURL)
        dates = DateContext()
    }

    var currentPlace: Place { place }

    /// The address links resolve against here.
    var base: String? { bases.current }

    /// `address` against the base of this place.
    func resolve(_ address: Bytes) -> String {
        let base = base
        work.spend(address.count + (base?.utf8.count ?? 0))
        let result = URLReference.resolve(address, against: base)
        work.make(result.utf8.count)
        return result
    }

    mutating func begin(_ context: xmlParserCtxtPtr) { self.context = context }

    // MARK: Events

    mutating func startElement(
        _ name: UnsafePointer<UInt8>, _ prefix: UnsafePointer<UInt8>?, _ address: UnsafePointer<UInt8>?,
        _ attributes: Attributes
    ) {
        depth += 1
        work.spend(1 + attributes.count)
        if work.isOver {
            stop()
            return
        }
        if depth > options.limits.depth {
            dropped.isTooDeep = true
            stop()
            return
        }
        namesUntilCheck -= 1 + attributes.count
        if namesUntilCheck <= 0, hasTooManyNames() {
            dropped.hasTooManyNames = true
            stop()
            return
        }
        if skipDepth != 0 { return }
        if field.depth != 0 {
            startInside(name, attributes)
            return
        }
        let meaning = names.name(name)
        let space = names.space(address, prefix)
        if attributes.count > 0 { readCommonAttributes(attributes) }
        switch place {
        case .feed: startInFeed(meaning, space, name, attributes)
        case .item: startInItem(meaning, space, attributes)
        case .outside: startRoot(meaning, space, name, attributes)
        case .wrapper:
            if meaning == .item || meaning == .entry { startItem(meaning, attributes) }
        case .source:
            if meaning == .author { open(meaning, space, .person) } else { skip() }
        case .skippedHours, .skippedDays:
            if meaning == .hour || meaning == .day { open(meaning, space, .raw) }
        }
    }

    mutating func endElement(_ name: UnsafePointer<UInt8>?) {
        guard depth > 0 else { return }
        if field.depth != 0 {
            if field.depth == depth {
                finishField()
                field.depth = 0
            } else {
                endInside(name)
            }
        } else if skipDepth != 0 {
            if skipDepth == depth { skipDepth = 0 }
        } else if placeDepth == depth {
            if place == .item { finishItem() }
            leave()
        }
        if bases.depth == depth { bases.pop() }
        depth -= 1
    }

    @inline(__always)
    mutating func characters(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        guard field.depth != 0 else { return }
        work.spend(count)
        if work.isOver {
            stop()
        } else if text.count + count > field.limit {
            addClipped(bytes, count)
        } else if field.kind == .xhtml {
            appendEscaped(Bytes(start: bytes, count: count))
        } else {
            text.append(bytes, count)
        }
    }

    // MARK: Places

    mutating func enter(_ newPlace: Place) {
        places.append(OpenPlace(place: newPlace, depth: depth))
        place = newPlace
        placeDepth = depth
    }

    private mutating func leave() {
        places.removeLast()
        place = places.last?.place ?? .outside
        placeDepth = places.last?.depth ?? 0
    }

    mutating func skip() { skipDepth = depth }

    /// Begins to gather the text of the element that has just started.
    mutating func open(_ name: FeedName, _ space: FeedSpace, _ kind: Field.Kind) {
        let isLong =
            kind == .markup || kind == .xhtml || kind == .literal || kind == .base64Markup || kind == .base64Text
        field = Field(
            depth: depth, name: name, space: space, place: place, kind: kind,
            limit: isLong && name != .title ? options.limits.textSize : options.limits.shortTextSize)
        text.removeAll()
    }

    private func stop() {
        if let context { tw_xml_stop(context) }
    }

    /// libxml2 looks for a name among those its few thousand buckets hold, and for a namespace among all that are
    /// declared around an element: either grows slow when a document makes up ever more of them.
    private mutating func hasTooManyNames() -> Bool {
        namesUntilCheck = Self.namesBetweenChecks
        guard let context else { return false }
        return tw_xml_name_count(context) > Self.maximumNames
            || tw_xml_namespace_count(context) > Self.maximumNamespaces
    }

    private static let namesBetweenChecks = 512
    private static let maximumNames = 20_000
    private static let maximumNamespaces = 512

    private mutating func addClipped(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
        dropped.clippedTexts += field.isClipped ? 0 : 1
        field.isClipped = true
        let kept = Bytes(start: bytes, count: count).clipped(to: max(0, field.limit - text.count))
        if field.kind == .xhtml { appendEscaped(kept) } else { text.append(kept) }
        field.limit = text.count
    }

    private mutating func readCommonAttributes(_ attributes: Attributes) {
        for index in 0..<attributes.count where isName(attributes.prefix(index), "xml") {
            if isName(attributes.name(index), "base") {
                work.spend(attributes.value(index).count + (base?.utf8.count ?? 0))
                bases.push(attributes.value(index), depth: depth)
            } else if isName(attributes.name(index), "lang"), place != .item {
                keep(nonEmpty(attributes.value(index)), 1, in: &feed.language, over: &feedRanks.language)
            }
        }
    }

    // MARK: Markup inside a text

    private mutating func startInside(_ name: UnsafePointer<UInt8>, _ attributes: Attributes) {
        switch field.kind {
        case .raw, .base64Markup, .base64Text: return
        case .person:
            let part = names.name(name)
            // Any other element is markup around the name.
            guard field.personPartDepth == 0,
                part == .name || part == .title || part == .email || part == .uri || part == .url
            else { return }
            field.personPart = part
            field.personPartDepth = depth
            text.removeAll()
            return
        case .literal:
            // Markup where text was promised: it is XHTML.
            let plainText = text.bytes.string
            text.removeAll()
            plainText.withBytes { appendEscaped($0) }
            field.kind = .xhtml
        case .markup, .xhtml: break
        }
        field.hasMarkup = true
        let tag = cString(name)
        guard text.count < field.limit, isWritten(tag) else { return }
        text.append(0x3C)
        text.append(tag)
        if tag.count == 1, tag[0] | 0x20 == 0x61, let address = attributes.find("href") {
            text.append(" href=\"")
            appendEscaped(address)
            text.append(0x22)
        }
        text.append(0x3E)
    }

    private mutating func endInside(_ name: UnsafePointer<UInt8>?) {
        switch field.kind {
        case .person:
            if field.personPartDepth == depth {
                readPersonPart()
                field.personPartDepth = 0
                text.removeAll()
            }
        case .markup, .xhtml, .literal:
            guard let name, text.count < field.limit, isWritten(cString(name)) else { return }
            text.append("</")
            text.append(cString(name))
            text.append(0x3E)
        case .raw, .base64Markup, .base64Text: break
        }
    }

    private mutating func appendEscaped(_ bytes: Bytes) {
        var start = 0
        for index in 0..<bytes.count {
            let byte = bytes[index]
            guard byte == 0x26 || byte == 0x3C || byte == 0x22 else { continue }
            text.append(bytes.part(start, index))
            text.append(byte == 0x26 ? "&amp;" : byte == 0x3C ? "&lt;" : "&quot;")
            start = index + 1
        }
        text.append(bytes.part(start, bytes.count))
    }
}
