internal import CCurl

/// Hosts in the one form in which they are compared and judged: the one that libcurl makes of them.
public enum HostName {
    /// The host that libcurl asks for: percent-decoded, mapped by IDNA, in lower case and without a final dot. An address
    /// in any spelling (`127.1`, `0x7f000001`, `[::1]`) is in its usual one, without brackets and zone.
    ///
    /// - Parameter host: as in a URL, an IPv6 address in brackets.
    /// - Returns: nil for what libcurl takes for no host.
    public static func normalized(_ host: Substring) -> String? {
        if isPlain(host.utf8) || isPlainAddress(host.utf8) { return String(host) }
        guard !host.isEmpty, !host.utf8.contains(where: endsHost), let mapped = mapped(String(host)) else { return nil }
        var name = mapped.first == "[" ? String(mapped.dropFirst().prefix { $0 != "]" }) : mapped
        if name.utf8.last == UInt8(ascii: ".") { name.removeLast() }
        if let address = IPAddress(name) { return address.text }
        return name.isEmpty ? nil : name.lowercased()
    }

    /// Host and port of a URL, without user info, in the form in which they are compared; a port that is `defaultPort` is
    /// left out.
    ///
    /// - Returns: nil where there is no host.
    public static func authority(_ text: Substring, defaultPort: String) -> String? {
        let (host, port) = parts(of: text)
        guard let name = normalized(host) else { return nil }
        let number = port.drop { $0 == "0" }
        let shown = name.utf8.contains(UInt8(ascii: ":")) ? "[\(name)]" : name
        return port.isEmpty || number == defaultPort ? shown : "\(shown):\(number)"
    }

    /// The host, with its brackets, and the text behind the colon, if there is one.
    static func parts(of authority: Substring) -> (host: Substring, port: Substring) {
        let utf8 = authority.utf8
        let start = utf8.first == UInt8(ascii: "[") ? utf8.firstIndex(of: UInt8(ascii: "]")) : utf8.startIndex
        guard let colon = utf8[(start ?? utf8.startIndex)...].firstIndex(of: UInt8(ascii: ":")) else {
            return (authority, "")
        }
        return (authority[..<colon], authority[utf8.index(after: colon)...])
    }

    /// Whether it is in its usual form already, as nearly all are: a name in lower case whose last label cannot be a number.
    private static func isPlain(_ host: Substring.UTF8View) -> Bool {
        var label: UInt8?
        var last: UInt8 = UInt8(ascii: ".")
        for byte in host {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "_"):
                if last == UInt8(ascii: ".") { label = byte }
            case UInt8(ascii: ".") where last != byte: break
            default: return false
            }
            last = byte
        }
        guard let label, last != UInt8(ascii: ".") else { return false }
        return label >= UInt8(ascii: "a")
    }

    /// Whether it is an IPv4 address in its usual form: four numbers up to 255 without leading zeros.
    private static func isPlainAddress(_ host: Substring.UTF8View) -> Bool {
        var number = 0
        var digits = 0
        var numbers = 0
        for byte in host {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                guard digits == 0 || number > 0 else { return false }
                number = number * 10 + Int(byte - UInt8(ascii: "0"))
                digits += 1
                guard number <= 255 else { return false }
            case UInt8(ascii: ".") where digits > 0 && numbers < 3:
                numbers += 1
                (number, digits) = (0, 0)
            default: return false
            }
        }
        return numbers == 3 && digits > 0
    }

    /// What would make libcurl see another host in the URL than the one that is looked at.
    private static func endsHost(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x7F || "/?#@\\".utf8.contains(byte)
    }

    private static func mapped(_ host: String) -> String? {
        guard let url = curl_url() else { return nil }
        defer { curl_url_cleanup(url) }
        var previous: locale_t?
        let locale = tw_enter_utf8_locale(&previous)
        defer { tw_leave_locale(locale, previous) }
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_set(url, CURLUPART_URL, "http://\(host)/", 0) == CURLUE_OK,
            curl_url_get(url, CURLUPART_HOST, &text, UInt32(CURLU_PUNYCODE)) == CURLUE_OK, let text
        else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
