/// Which encoding a document's bytes are in, by RFC 7303 (a byte order mark beats the header, which beats the
/// declaration) and, where the bytes contradict what is said, by the bytes.
struct EncodingDecision {
    /// What to read the bytes as.
    let encoding: TextEncoding
    /// Bytes of the byte order mark to leave out.
    let markLength: Int
    /// What was said and proved wrong.
    let contradicted: String?

    private init(_ encoding: TextEncoding, markLength: Int = 0, contradicted: String? = nil) {
        self.encoding = encoding
        self.markLength = markLength
        self.contradicted = contradicted
    }

    /// What is said about the encoding before the bytes are looked at as a whole; nil where that leaves UTF-8.
    struct Statement {
        /// From the byte order mark or the pattern of zero bytes: beyond doubt.
        var certain: TextEncoding?
        var markLength = 0
        /// By the options, the header and the declaration, in falling order.
        var candidates: [TextEncoding] = []

        /// Whether a first reading as UTF-8 is what everything says.
        var saysUTF8: Bool { (certain ?? candidates.first ?? .utf8) == .utf8 }
    }

    static func statement(_ bytes: Bytes, options: ParseOptions, work: WorkMeter) -> Statement {
        var result = Statement()
        if let (encoding, length) = byteOrderMark(bytes) {
            result.certain = encoding
            result.markLength = length
            return result
        }
        if let encoding = zeroPattern(bytes) {
            result.certain = encoding
            return result
        }
        var labels: [TextEncoding?] = [
            options.encodingOverride.flatMap { $0.withBytes { TextEncoding(label: $0) } },
            options.contentType.flatMap { $0.withBytes(charset) },
        ]
        if bytes.count > 4, bytes[0] == 0x4C, bytes[1] == 0x6F, bytes[2] == 0xA7, bytes[3] == 0x94 {
            // "<?xm" in EBCDIC: the declaration itself can be read in any of its code pages.
            var text = ByteBuffer(capacity: 512)
            if Transcoder.decode(bytes.part(0, 256), as: .ebcdic, to: &text, work: work) != nil {
                labels.append(declaredEncoding(text.bytes))
            }
            labels.append(.ebcdic)
        } else {
            labels.append(declaredEncoding(bytes))
        }
        // Wide encodings have shown themselves above, where they were true.
        result.candidates = labels.compactMap { $0 }.filter { !$0.isWide }
        return result
    }

    /// Decides by the whole of the bytes.
    static func decide(_ bytes: Bytes, statement: Statement, work: WorkMeter) -> EncodingDecision {
        if let certain = statement.certain { return EncodingDecision(certain, markLength: statement.markLength) }
        let said = statement.candidates.first ?? .utf8
        let census = UTF8Check.census(bytes)
        if census.isASCII { return EncodingDecision(said) }
        if census.malformed == 0, said != .utf8 {
            // Well-formed UTF-8 is hardly ever anything else, save for a character or two.
            if census.longer > 0 || census.twoByte > 3 || said.name == "windows-1252", !isStateful(said) {
                return EncodingDecision(.utf8, contradicted: said.name)
            }
            return EncodingDecision(said)
        }
        if said == .utf8 {
            if census.malformed == 0 || census.wellFormed > census.malformed * 3 { return EncodingDecision(.utf8) }
            let other =
                statement.candidates.first { $0 != .utf8 && isPlausible($0, bytes, work) }
                ?? EncodingGuess(bytes).encoding
            return EncodingDecision(other, contradicted: statement.candidates.isEmpty ? nil : said.name)
        }
        // Before the asking whether it can be read as said: CP949 has a character for nearly any two bytes.
        if census.wellFormed > census.malformed * 3, !isStateful(said) {
            return EncodingDecision(.utf8, contradicted: said.name)
        }
        if said == .windows1252, EncodingGuess(bytes).isSurelyKorean {
            return EncodingDecision(.korean, contradicted: said.name)
        }
        if isPlausible(said, bytes, work) { return EncodingDecision(said) }
        if let other = statement.candidates.dropFirst().first(where: { $0 != .utf8 && isPlausible($0, bytes, work) }) {
            return EncodingDecision(other, contradicted: said.name)
        }
        return EncodingDecision(said)
    }

    private static func byteOrderMark(_ bytes: Bytes) -> (TextEncoding, Int)? {
        guard bytes.count >= 2 else { return nil }
        let third = bytes.count > 2 ? bytes[2] : 0xFF
        let fourth = bytes.count > 3 ? bytes[3] : 0xFF
        switch (bytes[0], bytes[1], third, fourth) {
        case (0xEF, 0xBB, 0xBF, _): return (.utf8, 3)
        case (0xFF, 0xFE, 0, 0): return (.utf32Little, 4)
        case (0, 0, 0xFE, 0xFF): return (.utf32Big, 4)
        case (0xFF, 0xFE, _, _): return (.utf16Little, 2)
        case (0xFE, 0xFF, _, _): return (.utf16Big, 2)
        default: return nil
        }
    }

    private static func zeroPattern(_ bytes: Bytes) -> TextEncoding? {
        guard bytes.count >= 4 else { return nil }
        switch (bytes[0] == 0, bytes[1] == 0, bytes[2] == 0, bytes[3] == 0) {
        case (true, true, true, false): return .utf32Big
        case (false, true, true, true): return .utf32Little
        case (true, false, true, false): return .utf16Big
        case (false, true, false, true): return .utf16Little
        default: return nil
        }
    }

    /// The charset parameter of a Content-Type (RFC 9110, section 8.3.1), with or without quotes.
    private static func charset(_ header: Bytes) -> TextEncoding? {
        var position = 0
        while let mark = header.index(of: 0x3B, from: position) {
            position = mark + 1
            let parameter = header.part(position, header.index(of: 0x3B, from: position) ?? header.count).trimmed
            guard parameter.hasIgnoringCase("charset"), let equals = parameter.index(of: 0x3D),
                parameter.part(7, equals).trimmed.isEmpty
            else { continue }
            var value = parameter.part(equals + 1, parameter.count).trimmed
            while let first = value.first, first == 0x22 || first == 0x27 { value = value.part(1, value.count) }
            while let last = value.last, last == 0x22 || last == 0x27 { value = value.part(0, value.count - 1) }
            return TextEncoding(label: value)
        }
        return nil
    }

    /// The encoding the XML declaration names, wherever in the first kilobyte it stands.
    private static func declaredEncoding(_ bytes: Bytes) -> TextEncoding? {
        let head = bytes.part(0, 1_024)
        guard let start = head.index(of: "<?xml") else { return nil }
        let declaration = head.part(start, head.index(of: 0x3E, from: start) ?? head.count)
        guard let key = declaration.index(of: "encoding"),
            let open = declaration[key...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
            let close = declaration.index(of: declaration[open], from: open + 1)
        else { return nil }
        return TextEncoding(label: declaration.part(open + 1, close))
    }

    /// Whether ASCII bytes may mean something else: escape sequences, and EBCDIC's code pages.
    private static func isStateful(_ encoding: TextEncoding) -> Bool {
        ["iso-2022", "utf-7", "hz"].contains(where: encoding.name.hasPrefix)
            || ["ibm", "IBM", "cp0", "cp1", "cp5"].contains(where: encoding.decoder.hasPrefix)
    }

    /// Whether the bytes can be read so with next to no faults.
    private static func isPlausible(_ encoding: TextEncoding, _ bytes: Bytes, _ work: WorkMeter) -> Bool {
        var text = ByteBuffer(capacity: bytes.count)
        guard let outcome = Transcoder.decode(bytes, as: encoding, to: &text, work: work) else { return false }
        let high = bytes.reduce(into: 0) { $0 += $1 >= 0x80 ? 1 : 0 }
        return outcome.faults * 10 <= high
    }
}
