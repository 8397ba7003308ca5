/// Resolving references to addresses, RFC 3986 section 5, on bytes that may be IRIs.
enum URLReference {
    /// `reference` against `base`, both as they stand save for white space; the reference itself when there is no base.
    ///
    /// `&amp;`, left by one who escaped it once too often, is read as an ampersand.
    static func resolve(_ reference: Bytes, against base: String?) -> String {
        let reference = reference.trimmed
        if reference.index(of: "&amp;") != nil { return resolve(unescaped(reference), against: base) }
        let scheme = schemeLength(reference)
        if scheme > 0 || base == nil { return clean(reference) }
        guard let base else { return clean(reference) }
        return base.withBytes { base in
            let base = base.trimmed
            let baseScheme = schemeLength(base)
            guard baseScheme > 0 else { return clean(reference) }
            return join(reference, base, baseScheme)
        }
    }

    private static func resolve(_ reference: borrowing ByteBuffer, against base: String?) -> String {
        resolve(reference.bytes, against: base)
    }

    private static func unescaped(_ reference: Bytes) -> ByteBuffer {
        var result = ByteBuffer(capacity: reference.count)
        var position = 0
        while let mark = reference.index(of: "&amp;", from: position) {
            result.append(reference.part(position, mark + 1))
            position = mark + 5
            // Twice or more too often.
            while reference.has("amp;", at: position) { position += 4 }
        }
        result.append(reference.part(position, reference.count))
        return result
    }

    static func isAbsolute(_ url: String) -> Bool { url.withBytes { schemeLength($0) > 0 } }

    /// Whether a reader can open it: http, https, ftp or gemini.
    static func isPage(_ url: String) -> Bool {
        url.withBytes {
            $0.hasIgnoringCase("http://") || $0.hasIgnoringCase("https://") || $0.hasIgnoringCase("ftp://")
        }
    }

    /// Without line breaks and tabs, which addresses in feeds are broken with.
    private static func clean(_ reference: Bytes) -> String {
        var lowest: UInt8 = 0xFF
        for byte in reference { lowest = min(lowest, byte) }
        guard lowest < 0x20 else { return reference.string }
        return String(decoding: reference.filter { $0 >= 0x20 }, as: UTF8.self)
    }

    /// Length of the scheme before the colon, 0 when there is none.
    static func schemeLength(_ url: Bytes) -> Int {
        guard let first = url.first, isASCIILetter(first) else { return 0 }
        var length = 1
        while length < min(url.count, 32) {
            let byte = url[length]
            if byte == 0x3A { return length }
            guard isASCIILetter(byte) || isASCIIDigit(byte) || byte == 0x2B || byte == 0x2D || byte == 0x2E else {
                return 0
            }
            length += 1
        }
        return 0
    }

    private static func join(_ reference: Bytes, _ base: Bytes, _ scheme: Int) -> String {
        var result = ByteBuffer(capacity: base.count + reference.count + 1)
        if reference.has("//") {
            result.append(base.part(0, scheme + 1))
            result.append(reference)
            return result.bytes.string
        }
        let hasAuthority = base.has("//", at: scheme + 1)
        var authorityEnd = scheme + 1
        if hasAuthority {
            authorityEnd += 2
            while authorityEnd < base.count, base[authorityEnd] != 0x2F, base[authorityEnd] != 0x3F,
                base[authorityEnd] != 0x23
            {
                authorityEnd += 1
            }
        }
        let fragment = base.index(of: 0x23, from: authorityEnd) ?? base.count
        let query = min(base.index(of: 0x3F, from: authorityEnd) ?? fragment, fragment)
        guard let first = reference.first else { return base.part(0, fragment).string }
        switch first {
        case 0x23:
            result.append(base.part(0, fragment))
            result.append(reference)
        case 0x3F:
            result.append(base.part(0, query))
            result.append(reference)
        default:
            result.append(base.part(0, authorityEnd))
            let rest = reference.firstIndex { $0 == 0x3F || $0 == 0x23 } ?? reference.count
            var path = ByteBuffer(capacity: base.count + rest + 1)
            if first != 0x2F {
                let basePath = base.part(authorityEnd, query)
                if let slash = basePath.lastIndex(of: 0x2F) {
                    path.append(basePath.part(0, slash + 1))
                } else if hasAuthority {
                    path.append(0x2F)
                }
            }
            path.append(reference.part(0, rest))
            appendWithoutDots(path.bytes, to: &result)
            result.append(reference.part(rest, reference.count))
        }
        return result.bytes.string
    }

    /// Section 5.2.4.
    private static func appendWithoutDots(_ path: Bytes, to output: inout ByteBuffer) {
        let start = output.count
        var position = 0
        while position < path.count {
            // A segment with the slash before it.
            var end = position + 1
            while end < path.count, path[end] != 0x2F { end += 1 }
            let hasSlash = path[position] == 0x2F
            let nameStart = hasSlash ? position + 1 : position
            let isLast = end >= path.count
            switch end - nameStart {
            case 1 where path[nameStart] == 0x2E:
                if isLast, hasSlash { output.append(0x2F) }
            case 2 where path[nameStart] == 0x2E && path[nameStart + 1] == 0x2E:
                var back = output.count
                while back > start, output.bytes[back - 1] != 0x2F { back -= 1 }
                output.truncate(to: max(start, back - 1))
                if isLast { output.append(0x2F) }
            default:
                for index in position..<end { output.append(path[index]) }
            }
            position = end
        }
    }
}
