import FeedParser

/// Walks over the tags of an HTML page or an OPML file, well-formed or not, in one pass.
///
/// Texts are skipped; comments, CDATA sections, declarations and the contents of scripts hold no tags. Nothing is expanded
/// but character references in attribute values, so no input costs more than its length.
struct MarkupScanner {
    /// A tag. Names are in lower case, as HTML does not tell cases apart.
    struct Tag: Equatable {
        enum Kind { case open, close, empty }
        var name: String
        var kind: Kind
        var attributes: [String: String] = [:]
    }

    /// Longer attribute values are cut, in bytes.
    private static let valueLimit = 8192
    private static let attributeLimit = 64
    /// Elements whose content is text, whatever it looks like (HTML, 13.1.2).
    private static let rawElements: Set<String> = [
        "script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes",
    ]

    private let bytes: [UInt8]
    private let isHTML: Bool
    private var index = 0

    /// - Parameter isHTML: whether scripts and their like have contents of their own.
    init(_ bytes: [UInt8], isHTML: Bool) {
        self.bytes = bytes
        self.isHTML = isHTML
    }

    /// The next tag; nil at the end.
    mutating func next() -> Tag? {
        while let start = bytes[index...].firstIndex(of: ASCII.less) {
            index = start + 1
            guard let first = current else { return nil }
            if starts("!--") {
                skip(past: "-->")
            } else if starts("![CDATA[") {
                skip(past: "]]>")
            } else if first == UInt8(ascii: "!") || first == UInt8(ascii: "?") {
                skip(past: ">")
            } else if ASCII.isLetter(first) || first == ASCII.slash {
                guard let tag = readTag() else { return nil }
                if isHTML, tag.kind == .open, Self.rawElements.contains(tag.name) { skipContents(of: tag.name) }
                return tag
            }
        }
        index = bytes.count
        return nil
    }
}

// MARK: - Reading

extension MarkupScanner {
    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func starts(_ word: String) -> Bool { bytes[index...].starts(with: word.utf8) }

    private mutating func skip(past end: String) {
        let end = Array(end.utf8)
        while let place = bytes[index...].firstIndex(of: end[0]) {
            index = place
            if bytes[index...].starts(with: end) {
                index += end.count
                return
            }
            index += 1
        }
        index = bytes.count
    }

    /// To the closing tag, which is then the next one.
    private mutating func skipContents(of name: String) {
        let name = Array(name.utf8)
        while let place = bytes[index...].firstIndex(of: ASCII.less) {
            let rest = bytes[(place + 1)...]
            if rest.first == ASCII.slash, rest.dropFirst().prefix(name.count).map({ $0 | 0x20 }) == name {
                index = place
                return
            }
            index = place + 1
        }
        index = bytes.count
    }

    private mutating func readTag() -> Tag? {
        var tag = Tag(name: "", kind: .open)
        if current == ASCII.slash {
            tag.kind = .close
            index += 1
        }
        tag.name = word { !ASCII.isSpace($0) && $0 != ASCII.greater && $0 != ASCII.slash }
        while let byte = current {
            switch byte {
            case ASCII.greater:
                index += 1
                return tag
            case ASCII.slash:
                index += 1
                if current == ASCII.greater, tag.kind == .open { tag.kind = .empty }
            case _ where ASCII.isSpace(byte):
                index += 1
            default:
                readAttribute(of: &tag)
            }
        }
        return nil
    }

    private mutating func readAttribute(of tag: inout Tag) {
        let name = word {
            !ASCII.isSpace($0) && $0 != ASCII.greater && $0 != ASCII.slash && $0 != UInt8(ascii: "=")
        }
        skipSpace()
        var value = ""
        if current == UInt8(ascii: "=") {
            index += 1
            skipSpace()
            value = readValue()
        }
        // The first of equal names counts (HTML, 13.2.5.33).
        guard !name.isEmpty, tag.attributes[name] == nil, tag.attributes.count < Self.attributeLimit else { return }
        tag.attributes[name] = value
    }

    private mutating func readValue() -> String {
        let start: Int
        let end: Int
        if let quote = current, quote == ASCII.quote || quote == ASCII.apostrophe {
            start = index + 1
            end = bytes[start...].firstIndex(of: quote) ?? bytes.count
            index = min(end + 1, bytes.count)
        } else {
            start = index
            end = bytes[start...].firstIndex { ASCII.isSpace($0) || $0 == ASCII.greater } ?? bytes.count
            index = end
        }
        let value = bytes[start..<min(end, start + Self.valueLimit)]
        return CharacterReferences.decoded(String(decoding: value, as: UTF8.self))
    }

    private mutating func skipSpace() {
        while let byte = current, ASCII.isSpace(byte) { index += 1 }
    }

    /// Letters in lower case; steps over one byte at least, so that a reading of anything ends.
    private mutating func word(while belongs: (UInt8) -> Bool) -> String {
        let start = index
        while let byte = current, belongs(byte) { index += 1 }
        if index == start, index < bytes.count, bytes[index] != ASCII.greater { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
    }
}

/// The character references of attribute values: the five of XML, and numbers. Others are left as they are.
enum CharacterReferences {
    private static let longest = 12
    private static let named: [Substring: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'",
    ]

    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result = ""
        var rest = text[...]
        while let start = rest.firstIndex(of: "&") {
            result += rest[..<start]
            rest = rest[start...]
            let end = rest.prefix(longest).firstIndex(of: ";")
            if let end, let scalar = scalar(rest[rest.index(after: start)..<end]) {
                result.unicodeScalars.append(scalar)
                rest = rest[rest.index(after: end)...]
            } else {
                result += "&"
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    private static func scalar(_ name: Substring) -> Unicode.Scalar? {
        guard name.hasPrefix("#") else { return named[name] }
        let digits = name.dropFirst()
        let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
        let number = BoundedNumber.digits(
            (isHex ? digits.dropFirst() : digits).utf8, radix: isHex ? .hexadecimal : .decimal, upTo: 0x110000)
        return number.flatMap { $0 == 0 ? nil : Unicode.Scalar(UInt32($0)) }
    }
}
