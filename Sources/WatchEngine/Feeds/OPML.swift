/// Lists of feeds as other readers give and take them (http://opml.org/spec2.opml). Pure.
public enum OPML {
    /// Larger files are refused, in bytes.
    public static let sizeLimit = 16 << 20
    private static let feedLimit = 100_000
    private static let depthLimit = 64

    /// An outline that names a feed.
    public struct Outline: Sendable, Equatable {
        /// What the list calls it; empty when it does not.
        public var name: String
        /// Its `xmlUrl`, as it stands there.
        public var url: String
        /// A language tag of two or three letters, if there is one.
        public var language: String?
        /// The names of the outlines around it, the outermost first.
        public var categories: [String]

        /// Makes an outline.
        public init(name: String, url: String, language: String? = nil, categories: [String] = []) {
            self.name = name
            self.url = url
            self.language = language
            self.categories = categories
        }
    }

    /// Why a file cannot be read, as the rest of a sentence that begins with the file.
    public struct Refusal: Error, Sendable, Equatable, CustomStringConvertible {
        /// The reason.
        public var description: String
    }

    /// The feeds of a list, in its order.
    ///
    /// Small faults of the XML, such as a bare `&`, are passed over. Declared entities are not expanded.
    public static func read(_ bytes: [UInt8]) throws(Refusal) -> [Outline] {
        guard bytes.count <= sizeLimit else { throw Refusal(description: "has more than \(sizeLimit) bytes") }
        let text: [UInt8]
        do {
            text = try PropertyListEncoding.utf8(bytes)
        } catch {
            throw Refusal(description: error.problem)
        }
        var scanner = MarkupScanner(text, isHTML: false)
        var outlines: [Outline] = []
        var categories: [String] = []
        var isOPML = false
        while let tag = scanner.next() {
            if tag.name == "opml" { isOPML = true }
            guard isOPML, tag.name == "outline" else { continue }
            if tag.kind == .close {
                if !categories.isEmpty { categories.removeLast() }
                continue
            }
            let name = name(of: tag)
            if let url = tag.attributes["xmlurl"], !url.isEmpty {
                guard outlines.count < feedLimit else {
                    throw Refusal(description: "has more than \(feedLimit) feeds")
                }
                outlines.append(
                    Outline(
                        name: name, url: XMLScanner.trimmed(url), language: language(tag.attributes["language"]),
                        categories: categories.filter { !$0.isEmpty }))
            }
            guard tag.kind == .open else { continue }
            guard categories.count < depthLimit else {
                throw Refusal(description: "has outlines more than \(depthLimit) levels deep")
            }
            categories.append(name)
        }
        guard isOPML else { throw Refusal(description: "is no OPML file") }
        return outlines
    }

    /// A list of `outlines` in OPML 2.0, line by line. Categories are not written.
    public static func lines(_ outlines: [Outline], title: String) -> [String] {
        let head = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<opml version=\"2.0\">",
            "  <head><title>\(escaped(title))</title></head>", "  <body>",
        ]
        let body = outlines.map { outline in
            let language = outline.language.map { " language=\"\(escaped($0))\"" } ?? ""
            let name = escaped(outline.name)
            let texts = "text=\"\(name)\" title=\"\(name)\"\(language)"
            return "    <outline type=\"rss\" \(texts) xmlUrl=\"\(escaped(outline.url))\"/>"
        }
        return head + body + ["  </body>", "</opml>"]
    }

    private static func name(of tag: MarkupScanner.Tag) -> String {
        let names = [tag.attributes["title"], tag.attributes["text"]].compactMap { $0.map(PrintableText.line) }
        return names.first { !$0.isEmpty } ?? ""
    }

    private static func language(_ text: String?) -> String? {
        guard let tag = text?.lowercased().prefix(while: { $0 != "-" && $0 != "_" }), (2...3).contains(tag.utf8.count),
            tag.utf8.allSatisfy(ASCII.isLetter)
        else { return nil }
        return String(tag)
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in PrintableText.line(text).unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
