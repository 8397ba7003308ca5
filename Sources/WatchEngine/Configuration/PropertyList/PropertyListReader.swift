/// Reads a property list in any of its three forms into nodes that know their line.
///
/// Foundation's reader names no lines for values and is not bounded in depth, so each form has a small reader of its own;
/// the tests hold them against Foundation's.
enum PropertyListReader {
    /// The bounds of a property list.
    struct Limits: Sendable {
        /// The most bytes a file may have: 100,000 feeds take about 15 MB.
        var fileSize = 64 * 1024 * 1024
        /// How deep lists and dictionaries may stand in each other.
        var depth = 64
        /// The most values a list may have; a binary list can name one value any number of times.
        var nodes = 5_000_000

        static let standard = Limits()
    }

    /// Reads `bytes`. Returns `nil` when nothing could be made of them; `faults` then says why.
    ///
    /// A result may come with faults as well: the text reader mends what it can and reads on, so that one report
    /// shows all of a file's faults.
    static func read(
        _ bytes: [UInt8], file: String, limits: Limits = .standard, faults: FaultLog
    ) -> PropertyListNode? {
        guard bytes.count <= limits.fileSize else {
            faults.report(
                file: file, line: nil, problem: "is larger than \(ByteSizeText.text(limits.fileSize))",
                mend: "split it and name the parts in Include")
            return nil
        }
        if bytes.starts(with: BinaryPropertyListReader.magic) {
            var reader = BinaryPropertyListReader(bytes, file: file, limits: limits)
            return finish(faults: faults, file: file) { () throws(PropertyListFault) in try reader.read() }
        }
        guard
            let text =
                (finish(faults: faults, file: file) { () throws(PropertyListFault) in
                    try PropertyListEncoding.utf8(bytes)
                })
        else { return nil }
        if isXML(text) {
            var reader = XMLPropertyListReader(text, file: file, limits: limits)
            return finish(faults: faults, file: file) { () throws(PropertyListFault) in try reader.read() }
        }
        var reader = TextPropertyListReader(text, file: file, limits: limits)
        let node = finish(faults: faults, file: file) { () throws(PropertyListFault) in try reader.read() }
        for fault in reader.mendedFaults { faults.report(fault, file: file) }
        return node
    }

    private static func finish<Result>(
        faults: FaultLog, file: String, _ body: () throws(PropertyListFault) -> Result
    ) -> Result? {
        do {
            return try body()
        } catch {
            faults.report(error, file: file)
            return nil
        }
    }

    /// Whether `bytes` are the text form in UTF-8.
    static func isText(_ bytes: [UInt8]) -> Bool {
        !bytes.starts(with: BinaryPropertyListReader.magic) && String(validating: bytes, as: UTF8.self) != nil
            && !isXML(bytes)
    }

    private static func isXML(_ text: [UInt8]) -> Bool {
        guard let start = text.firstIndex(where: { !ASCII.isSpace($0) }), text[start] == ASCII.less else {
            return false
        }
        let rest = text[(start + 1)...]
        return rest.starts(with: "?xml".utf8) || rest.starts(with: "!".utf8) || rest.starts(with: "plist".utf8)
    }
}

/// What is wrong with the form of a property list, and where.
struct PropertyListFault: Error, Equatable {
    /// The line counted from 1; `nil` in binary lists.
    var line: Int?
    /// What is wrong, as the rest of a sentence that begins with the file.
    var problem: String
    /// What the user can do.
    var mend: String
}

/// The ASCII bytes the readers look for.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let newline: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let quote: UInt8 = 0x22
    static let apostrophe: UInt8 = 0x27
    static let asterisk: UInt8 = 0x2A
    static let slash: UInt8 = 0x2F
    static let less: UInt8 = 0x3C
    static let greater: UInt8 = 0x3E
    static let backslash: UInt8 = 0x5C

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A }

    /// The value of a hexadecimal digit.
    static func hexValue(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
