/// Rewrites a broken document as well-formed XML: bare ampersands and angle brackets, HTML's and the document's own
/// entities, control characters, unclosed, crossed and stray tags, attributes without quotes, several roots, and a
/// body cut at any byte.
///
/// The result has no declaration, document type, comment or processing instruction, save one `<?cut?>` where the
/// document ended before its root did.
struct MarkupRepair: ~Copyable {
    enum Role { case container, item, field, inline }

    struct OpenElement {
        let nameStart: Int
        let nameEnd: Int
        /// Of the name in lower case, so that a long search compares few names.
        let nameHash: UInt64
        /// Place in `open` of the innermost element of this name around it.
        let outerSame: Int?
        let name: FeedName
        let role: Role
        /// A field whose inner tags are text, to be read as HTML later.
        let escapesTags: Bool

        /// A text that may hold any markup, unlike a title or a date.
        var isLong: Bool {
            switch name {
            case .description, .summary, .content, .encoded, .body, .full, .abstract, .subtitle: true
            default: false
            }
        }
    }

    /// Attributes kept of one tag.
    static let maximumAttributes = 64

    let text: Bytes
    let work: WorkMeter
    var output: ByteBuffer
    var open: [OpenElement] = []
    /// Place in `open` of the innermost element of a name, by its hash: end tags search nothing.
    var innermost: [UInt64: Int] = [:]
    /// Places in `open` of the items.
    var openItems: [Int] = []
    var entities: EntityTable
    let depthLimit: Int
    /// Place of the innermost open field in `open`.
    var field: Int?
    var hasRoot = false
    /// Set when the first root's end tag came; what follows is junk unless another root does.
    var isRootClosed = false
    /// Place in `open` of the root that is being read: further ones stand inside the first.
    var rootIndex = 0
    var isAtom = false
    /// Bytes that may yet be looked at ahead of the place, so that the whole stays linear.
    var lookAheadBudget: Int
    var missing = MissingEnds()
    /// The document ended before its root element did.
    var isCut = false

    var bytes: Bytes { output.bytes }
    var entitiesExhausted: Bool { entities.isExhausted }

    init(_ text: Bytes, from start: Int, documentType: Int?, limits: ParseLimits, work: WorkMeter) {
        self.text = text
        self.work = work
        output = ByteBuffer(capacity: text.count - start + 1_024)
        entities = EntityTable(budget: limits.entityExpansion)
        depthLimit = limits.depth
        lookAheadBudget = 4 * text.count
        if let documentType {
            let end = Prologue.endOfDocumentType(text, from: documentType, work: work).offset
            entities.read(text, from: documentType, to: end, work: work)
        }
        run(from: start)
    }

    mutating func run(from start: Int) {
        var position = start
        while position < text.count, !work.isOver {
            var mark = position
            if text[position] != 0x3C {
                mark = work.index(of: 0x3C, in: text, from: position) ?? text.count
                addText(position, mark)
            }
            work.spend(1)
            guard mark < text.count else { break }
            position = addMarkup(at: mark)
        }
        if !isRootClosed {
            isCut = true
            output.append("<?cut?>")
        }
        close(downTo: 0)
    }
}
