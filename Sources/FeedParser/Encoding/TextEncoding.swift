/// A character encoding: what it is called, and which decoder reads it.
struct TextEncoding: Sendable, Equatable {
    /// The WHATWG Encoding Standard's name where it has one, else the label in lower case.
    let name: String
    /// The C library's name of the decoder.
    let decoder: String

    static let utf8 = TextEncoding(name: "utf-8", decoder: "UTF-8")
    static let utf16Little = TextEncoding(name: "utf-16le", decoder: "UTF-16LE")
    static let utf16Big = TextEncoding(name: "utf-16be", decoder: "UTF-16BE")
    static let utf32Little = TextEncoding(name: "utf-32le", decoder: "UTF-32LE")
    static let utf32Big = TextEncoding(name: "utf-32be", decoder: "UTF-32BE")
    static let korean = TextEncoding(name: "euc-kr", decoder: "UHC")
    static let windows1252 = TextEncoding(name: "windows-1252", decoder: "CP1252")
    static let shiftJIS = TextEncoding(name: "shift_jis", decoder: "CP932")
    static let japanese = TextEncoding(name: "euc-jp", decoder: "EUC-JP-MS")
    static let traditionalChinese = TextEncoding(name: "big5", decoder: "BIG5-HKSCS")
    static let cyrillic = TextEncoding(name: "windows-1251", decoder: "CP1251")
    static let russian = TextEncoding(name: "koi8-r", decoder: "KOI8-R")
    static let hebrew = TextEncoding(name: "windows-1255", decoder: "CP1255")
    static let simplifiedChinese = TextEncoding(name: "gbk", decoder: "GB18030")
    static let ebcdic = TextEncoding(name: "ibm037", decoder: "IBM037")

    /// Two or four bytes a unit, so that no label in the bytes themselves could be read as ASCII.
    var isWide: Bool { name.hasPrefix("utf-16") || name.hasPrefix("utf-32") }

    /// No ASCII byte means what it means in ASCII.
    var isEBCDIC: Bool { decoder.hasPrefix("IBM") || decoder == "CP875" }

    /// ASCII bytes may mean something else, by escape sequences.
    var isStateful: Bool { name.hasPrefix("iso-2022") }

    /// Two bytes to most characters, so that a stray byte of it garbles what follows.
    var isDoubleByte: Bool { ["euc-kr", "euc-jp", "shift_jis", "big5", "gbk", "gb18030", "johab"].contains(name) }

    /// The encoding a label stands for; nil for one that `encodingLabelTable` does not have.
    init?(label: Bytes) {
        let label = label.trimmed
        guard !label.isEmpty, label.count <= Self.maximumLabelLength else { return nil }
        if label.equalsIgnoringCase("utf-8") {
            self = .utf8
            return
        }
        let lower = String(decoding: label.map(asciiLower), as: UTF8.self)
        guard let known = Self.byLabel[lower] ?? Self.byLabel[Self.squeezed(lower)] else { return nil }
        self = known
    }

    /// The longest label that is looked up.
    static let maximumLabelLength = 40

    private init(name: String, decoder: String) {
        self.name = name
        self.decoder = decoder
    }

    private static let byLabel: [String: TextEncoding] = {
        var result: [String: TextEncoding] = [:]
        for line in encodingLabelTable.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            guard words.count >= 2 else { continue }
            let encoding = TextEncoding(name: words[0], decoder: words[1])
            for label in [words[0]] + words.dropFirst(2) {
                result[label] = encoding
                result[squeezed(label)] = encoding
            }
        }
        return result
    }()

    /// Without hyphens and underscores, which nobody remembers: `iso8859_5`, `windows_1251`.
    private static func squeezed(_ label: String) -> String { label.filter { $0 != "-" && $0 != "_" } }
}
