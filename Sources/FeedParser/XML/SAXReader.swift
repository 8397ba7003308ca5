import CXML2

/// Runs libxml2's SAX2 parser over UTF-8 bytes that begin at the root element.
enum SAXReader {
    struct Outcome {
        var isWellFormed: Bool
        /// The first thing wrong and its line within the bytes given.
        var firstFault: (line: Int, message: String)?
    }

    /// libxml2 wants this before its first use in a process.
    private static let isInitialized: Bool = {
        tw_xml_initialize()
        return true
    }()

    /// Feeds the events of `bytes` to `builder`. With `recovers`, goes on behind faults; else stops at the first.
    static func read(_ bytes: Bytes, into builder: UnsafeMutablePointer<FeedBuilder>, recovers: Bool) -> Outcome {
        guard isInitialized, let base = bytes.baseAddress else {
            return Outcome(isWellFormed: false)
        }
        var events = tw_xml_events(
            start: startElement, end: endElement, text: characters, instruction: instruction, error: noteError,
            proceed: proceed)
        guard let context = tw_xml_open(&events, builder, recovers ? 1 : 0) else {
            return Outcome(isWellFormed: false, firstFault: (1, "no memory to read it"))
        }
        defer { tw_xml_close(context) }
        builder.pointee.begin(context)
        let isWellFormed = tw_xml_parse(context, &events, builder, base, bytes.count, recovers ? 1 : 0) != 0
        builder.pointee.context = nil
        return Outcome(isWellFormed: isWellFormed, firstFault: builder.pointee.firstFault)
    }
}

// The callbacks run on the thread that called `read`, while it waits; `user` is its builder, which nothing else touches.

@inline(__always)
private func startElement(
    _ user: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?,
    _ address: UnsafePointer<UInt8>?, _ namespaceCount: Int32,
    _ namespaces: UnsafeMutablePointer<UnsafePointer<UInt8>?>?,
    _ attributeCount: Int32, _ defaultedCount: Int32, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
) {
    guard let builder = user?.assumingMemoryBound(to: FeedBuilder.self), let name else { return }
    builder.pointee.startElement(name, prefix, address, Attributes(attributes, Int(attributeCount)))
}

@inline(__always)
private func endElement(
    _ user: UnsafeMutableRawPointer?, _ name: UnsafePointer<UInt8>?, _ prefix: UnsafePointer<UInt8>?,
    _ address: UnsafePointer<UInt8>?
) {
    guard let builder = user?.assumingMemoryBound(to: FeedBuilder.self) else { return }
    builder.pointee.endElement(name)
}

@inline(__always)
private func characters(_ user: UnsafeMutableRawPointer?, _ text: UnsafePointer<UInt8>?, _ count: Int32) {
    guard let builder = user?.assumingMemoryBound(to: FeedBuilder.self), let text else { return }
    builder.pointee.characters(text, Int(count))
}

/// Whether the document is worth another piece of so many bytes.
private func proceed(_ user: UnsafeMutableRawPointer?, _ size: Int) -> Int32 {
    guard let builder = user?.assumingMemoryBound(to: FeedBuilder.self) else { return 0 }
    builder.pointee.work.spend(size)
    return builder.pointee.work.isOver ? 0 : 1
}

private func instruction(
    _ user: UnsafeMutableRawPointer?, _ target: UnsafePointer<UInt8>?, _ data: UnsafePointer<UInt8>?
) {
    guard let builder = user?.assumingMemoryBound(to: FeedBuilder.self), let target else { return }
    if cString(target).has("cut"), builder.pointee.isRepaired { builder.pointee.isCut = true }
}

private func noteError(_ user: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
    guard let builder = user?.assumingMemoryBound(to: FeedBuilder.self), let error,
        error.pointee.level.rawValue >= XML_ERR_ERROR.rawValue, builder.pointee.firstFault == nil
    else { return }
    // Namespace errors harm nobody: prefixes are read by custom.
    guard error.pointee.domain != Int32(XML_FROM_NAMESPACE.rawValue) else { return }
    let message = error.pointee.message.map { String(cString: $0) } ?? "broken XML"
    let line = message.prefix(160).split(whereSeparator: \.isNewline).first.map(String.init) ?? "broken XML"
    builder.pointee.firstFault = (Int(error.pointee.line), line)
}

/// An element's attributes as libxml2 hands them over: five pointers each, valid during the event.
struct Attributes {
    private let base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?
    let count: Int

    init(_ base: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, _ count: Int) {
        self.base = base
        self.count = base == nil ? 0 : count
    }

    /// The attribute's local name, ended by a zero byte.
    @inline(__always)
    func name(_ index: Int) -> UnsafePointer<UInt8>? { base?[index * 5] }

    /// The attribute's prefix, ended by a zero byte; nil when there is none.
    @inline(__always)
    func prefix(_ index: Int) -> UnsafePointer<UInt8>? { base?[index * 5 + 1] }

    @inline(__always)
    func value(_ index: Int) -> Bytes {
        guard let start = base?[index * 5 + 3], let end = base?[index * 5 + 4] else {
            return Bytes(start: nil, count: 0)
        }
        return Bytes(start: start, count: end - start)
    }

    /// The value of the attribute of this lower-case name, in any case; of those without a prefix unless one is given.
    @inline(__always)
    func find(_ name: StaticString, prefix: StaticString? = nil) -> Bytes? {
        for index in 0..<count {
            guard isName(self.name(index), name) else { continue }
            if let prefix {
                if isName(self.prefix(index), prefix) { return value(index) }
            } else if self.prefix(index) == nil {
                return value(index)
            }
        }
        return nil
    }
}

/// Whether the C string is the lower-case `name`, in any ASCII case.
@inline(__always)
func isName(_ string: UnsafePointer<UInt8>?, _ name: StaticString) -> Bool {
    guard let string else { return false }
    let length = name.utf8CodeUnitCount
    for index in 0..<length where asciiLower(string[index]) != name.utf8Start[index] { return false }
    return string[length] == 0
}
