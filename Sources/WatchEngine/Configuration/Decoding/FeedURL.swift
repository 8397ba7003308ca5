/// Checks the URLs of feeds and proxies (RFC 3986), with the mistakes that people make in mind.
enum FeedURL {
    /// Why a text is no URL to poll.
    struct Problem: Error, Equatable {
        var problem: String
        var mend: String
    }

    /// `text` as a URL to poll: http or https as it stands but in ASCII, or a file URL made absolute.
    ///
    /// - Parameter resolve: makes the path of a file URL absolute.
    static func parse(_ text: String, resolve: (String) -> String) throws(Problem) -> String {
        if let bad = text.unicodeScalars.first(where: isBlank) {
            throw Problem(
                problem: "has white space in it", mend: bad == " " ? "remove the space, or write %20" : "remove it")
        }
        guard !holdsUser(text) else {
            throw Problem(problem: "holds a user name or a password", mend: "move them to Username and PasswordFile")
        }
        let (scheme, rest) = split(text)
        switch scheme {
        case "http", "https":
            try checkAuthority(of: rest, form: "https://HOST/PATH")
            return escaped(text)
        case "file": return try fileURL(rest, resolve: resolve)
        case nil where looksLikeHost(text): throw Problem(problem: "has no scheme", mend: "write \(https(text[...]))")
        case "feed": throw Problem(problem: "is not an http or https URL", mend: "write \(https(rest))")
        default: throw Problem(problem: "is not an http or https URL", mend: "write https://… or http://…")
        }
    }

    /// `text` as the URL of a proxy; it may hold a user and a password.
    static func proxy(_ text: String) throws(Problem) -> String {
        let mend = "write http://HOST:PORT, https://, socks4://, socks5:// or socks5h://, or none"
        let (scheme, rest) = split(text)
        guard let scheme, ["http", "https", "socks4", "socks4a", "socks5", "socks5h"].contains(scheme),
            !text.unicodeScalars.contains(where: isBlank)
        else { throw Problem(problem: "is not the URL of a proxy", mend: mend) }
        try checkAuthority(of: rest, form: "http://HOST:PORT")
        return text
    }

    /// Whether `text` could hold a user and a password, well-formed or not, so that no error may show it.
    static func mayHoldSecret(_ text: String) -> Bool { text.contains("@") }

    private static func holdsUser(_ text: String) -> Bool {
        let start = text.utf8.firstRange(of: "://".utf8)?.upperBound ?? text.startIndex
        return authority(text[start...]).utf8.contains(UInt8(ascii: "@"))
    }

    /// Two URLs with the same identity name the same resource: scheme and host in lower case, no default port, no fragment.
    static func identity(_ url: String) -> String {
        let (scheme, rest) = split(url)
        guard let scheme, rest.hasPrefix("//") else { return url }
        let afterSlashes = rest.dropFirst(2)
        let written = authority(afterSlashes)
        var host = written.lowercased()
        let path = afterSlashes[written.endIndex...].prefix { $0 != "#" }
        for (name, port) in [("http", ":80"), ("https", ":443")] where scheme == name && host.hasSuffix(port) {
            host.removeLast(port.count)
        }
        return "\(scheme)://\(host)\(path.hasPrefix("/") ? "" : "/")\(path)"
    }
}

// MARK: - Parts

extension FeedURL {
    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x80 ? scalar.value <= 0x20 || scalar.value == 0x7F : scalar.properties.isWhitespace
    }

    /// What stands before the path, the query and the fragment.
    private static func authority(_ text: Substring) -> Substring {
        let end = text.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        return text[..<(end ?? text.endIndex)]
    }

    private static func split(_ text: String) -> (scheme: String?, rest: Substring) {
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) else { return (nil, text[...]) }
        let scheme = text[..<colon]
        guard let first = scheme.utf8.first, ASCII.isLetter(first),
            scheme.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) || [0x2B, 0x2D, 0x2E].contains($0) }),
            !scheme.contains(".")
        else { return (nil, text[...]) }
        return (scheme.lowercased(), text[text.index(after: colon)...])
    }

    /// What was probably meant by a URL without its scheme, or with `feed:` before it.
    private static func https(_ text: Substring) -> String {
        guard !mayHoldSecret(String(text)) else { return "https://…" }
        var rest = text.drop { $0 == "/" }
        for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
        return "https://" + ShownText.plain(String(rest))
    }

    private static func looksLikeHost(_ text: String) -> Bool {
        let host = text.prefix { !"/:?".contains($0) }
        return host.contains(".") && !host.hasPrefix(".") && !host.hasSuffix(".")
    }

    /// Checks the host and port of what follows a scheme.
    private static func checkAuthority(of rest: Substring, form: String) throws(Problem) {
        guard rest.hasPrefix("//") else { throw Problem(problem: "has no // after its scheme", mend: "write \(form)") }
        var host = authority(rest.dropFirst(2))
        if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
        let end = host.hasPrefix("[") ? host.firstIndex(of: "]") ?? host.startIndex : host.startIndex
        if let colon = host[end...].lastIndex(of: ":") {
            let port = host[host.index(after: colon)...]
            guard port.utf8.allSatisfy(ASCII.isDigit), let number = UInt16(port), number > 0 else {
                throw Problem(problem: "has a port that is none", mend: "write a port from 1 to 65535, or none")
            }
            host = host[..<colon]
        }
        guard isHost(host) else {
            throw Problem(problem: "has no host that can be asked", mend: "write \(form)")
        }
    }

    private static func isHost(_ host: Substring) -> Bool {
        if host.hasPrefix("[") {
            return host.hasSuffix("]") && host.count > 3
                && host.dropFirst().dropLast().utf8.allSatisfy { ASCII.hexValue($0) != nil || $0 == 0x3A || $0 == 0x2E }
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        return !labels.isEmpty && host.utf8.count <= 253
            && labels.enumerated().allSatisfy { index, label in
                // A last empty label is the root of the DNS.
                label.isEmpty
                    ? index > 0 && index == labels.count - 1
                    : label.utf8.allSatisfy {
                        ASCII.isLetter($0) || ASCII.isDigit($0) || $0 == 0x2D || $0 == 0x5F || $0 >= 0x80
                    }
            }
    }

    private static func fileURL(_ rest: Substring, resolve: (String) -> String) throws(Problem) -> String {
        var path = rest
        if path.hasPrefix("//") {
            let host = path.dropFirst(2).prefix { $0 != "/" }
            guard host.isEmpty || host.lowercased() == "localhost" else {
                throw Problem(
                    problem: "is a file URL of another host",
                    mend: "write file:///PATH, or file:PATH for a path beside this file")
            }
            path = path.dropFirst(2 + host.count)
        }
        guard let plain = unescaped(path), !plain.isEmpty, !plain.hasSuffix("/") else {
            throw Problem(
                problem: "names no file", mend: "write file:///PATH, or file:PATH for a path beside this file")
        }
        if let problem = PathText.unexpanded(plain) { throw Problem(problem: problem, mend: "write the whole path") }
        return "file://" + percentEncoded(resolve(plain), keeping: isPathByte)
    }

    /// `url` with what is not ASCII percent-encoded as UTF-8, except in the host, which curl turns into IDNA.
    private static func escaped(_ url: String) -> String {
        guard url.utf8.contains(where: { $0 >= 0x80 }), let start = url.firstRange(of: "://")?.upperBound else {
            return url
        }
        let pathStart = url[start...].firstIndex { "/?#".contains($0) } ?? url.endIndex
        return url[..<pathStart] + percentEncoded(url[pathStart...]) { $0 < 0x80 }
    }

    /// `text` with each byte percent-encoded that is not `kept`.
    private static func percentEncoded(_ text: some StringProtocol, keeping kept: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in text.utf8 {
            if kept(byte) {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 0x0F)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isPathByte(_ byte: UInt8) -> Bool {
        ASCII.isLetter(byte) || ASCII.isDigit(byte) || "/-._~!$&'()*+,;=:@".utf8.contains(byte)
    }

    private static func unescaped(_ path: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(ASCII.hexValue), let low = rest.popFirst().flatMap(ASCII.hexValue),
                high << 4 | low != 0
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
