/// What is said about a document's encoding before the bytes are looked at as a whole: by RFC 7303, a byte order mark beats
/// the header, which beats the declaration.
struct EncodingStatement {
    /// From the byte order mark or the pattern of zero bytes: beyond doubt.
    var certain: TextEncoding?
    /// Bytes of the byte order mark to leave out.
    var markLength = 0
    /// By the options, the header and the declaration, in falling order.
    var candidates: [TextEncoding] = []
    /// The first label that names no encoding.
    var unknownLabel: String?
    /// The first byte that is no white space is EBCDIC's `<`.
    private var isEBCDIC = false

    /// Whether a first reading as UTF-8 is what everything says.
    var saysUTF8: Bool { (certain ?? candidates.first ?? .utf8) == .utf8 }

    init(_ bytes: Bytes, options: ParseOptions, work: WorkMeter) {
        if let (encoding, length) = Self.byteOrderMark(bytes) {
            certain = encoding
            markLength = length
            return
        }
        if let encoding = Self.zeroPattern(bytes) {
            certain = encoding
            return
        }
        isEBCDIC = bytes.first { $0 != 0x40 && $0 != 0x25 && $0 != 0x15 } == 0x4C
        add(options.encodingOverride)
        add(options.contentType.flatMap { $0.withBytes(Self.charset) })
        if bytes.count > 4, bytes[0] == 0x4C, bytes[1] == 0x6F, bytes[2] == 0xA7, bytes[3] == 0x94 {
            // "<?xm" in EBCDIC: the declaration itself can be read in any of its code pages.
            var text = ByteBuffer(capacity: 512)
            if Transcoder.decode(bytes.part(0, 256), as: .ebcdic, to: &text, work: work) != nil {
                add(Self.declaredEncoding(text.bytes))
            }
            candidates.append(.ebcdic)
        } else {
            add(Self.declaredEncoding(bytes))
        }
    }

    private mutating func add(_ label: String?) {
        guard let label, !label.isEmpty else { return }
        if let encoding = label.withBytes({ TextEncoding(label: $0) }) {
            // Wide encodings have shown themselves before, where they were true, and EBCDIC does by its first `<`.
            if !encoding.isWide, isEBCDIC || !encoding.isEBCDIC { candidates.append(encoding) }
        } else if unknownLabel == nil {
            unknownLabel = label
        }
    }

    private static func label(_ bytes: Bytes) -> String {
        bytes.clipped(to: TextEncoding.maximumLabelLength + 1).string
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

    /// The label in the charset parameter of a Content-Type (RFC 9110, section 8.3.1), with or without quotes.
    private static func charset(_ header: Bytes) -> String? {
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
            return label(value)
        }
        return nil
    }

    /// The label of the encoding the XML declaration names, wherever in the first kilobyte it stands.
    private static func declaredEncoding(_ bytes: Bytes) -> String? {
        let head = bytes.part(0, 1_024)
        guard let start = head.index(of: "<?xml") else { return nil }
        let declaration = head.part(start, head.index(of: 0x3E, from: start) ?? head.count)
        guard let key = declaration.index(of: "encoding"),
            let open = declaration[key...].firstIndex(where: { $0 == 0x22 || $0 == 0x27 }),
            let close = declaration.index(of: declaration[open], from: open + 1)
        else { return nil }
        return label(declaration.part(open + 1, close))
    }
}
