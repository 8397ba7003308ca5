/// An http or https URL made ready to be sent: without user info and fragment, ASCII after the host.
///
/// Only as much of RFC 3986 as is needed to keep secrets at home; libcurl judges the rest. Two URLs are held to be of one
/// origin only if their authorities are the same text but for case, user info and a default port.
struct RequestURL {
    /// The URL as libcurl gets it and as it may be shown.
    let text: String
    let scheme: Scheme
    /// The host and, if it is not the scheme's own, the port, in lower case.
    let authority: String
    /// The user info that was in the URL, percent-decoded.
    let credentials: Credentials?

    enum Scheme: String {
        case http, https
    }

    enum Fault: Error {
        case scheme, syntax
    }

    /// Longer URLs are refused, in bytes.
    static let maximumLength = 8192

    init(_ text: String) throws(Fault) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.maximumLength else { throw .syntax }
        let scheme: Scheme
        let start: Int
        if bytes.starts(with: "http://") {
            (scheme, start) = (.http, 7)
        } else if bytes.starts(with: "https://") {
            (scheme, start) = (.https, 8)
        } else {
            throw .scheme
        }
        let rest = bytes[start...]
        let end =
            rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
            ?? rest.endIndex
        var host = rest[..<end]
        if let at = host.lastIndex(of: UInt8(ascii: "@")) {
            credentials = Self.credentials(in: host[..<at])
            host = host[(at + 1)...]
        } else {
            credentials = nil
        }
        guard !host.isEmpty, !host.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
            throw .syntax
        }
        var sent = Array("\(scheme.rawValue)://".utf8)
        sent.reserveCapacity(bytes.count + 16)
        sent += host
        for byte in rest[end...] {
            if byte == UInt8(ascii: "#") { break }
            guard byte >= 0x20, byte != 0x7F else { throw .syntax }
            if byte == 0x20 || byte >= 0x80 {
                sent += [UInt8(ascii: "%"), Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
            } else {
                sent.append(byte)
            }
        }
        self.text = String(decoding: sent, as: UTF8.self)
        self.scheme = scheme
        self.authority = Self.authority(of: host, scheme: scheme)
    }

    /// The host without its port and without brackets, in lower case.
    var host: String {
        let bytes = Array(authority.utf8)
        if bytes.first == UInt8(ascii: "["), let close = bytes.firstIndex(of: UInt8(ascii: "]")) {
            return String(decoding: bytes[1..<close], as: UTF8.self)
        }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    }

    func hasSameOrigin(as other: RequestURL) -> Bool {
        scheme == other.scheme && authority == other.authority
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func authority(of host: ArraySlice<UInt8>, scheme: Scheme) -> String {
        var text = String(decoding: host.map(\.asciiLowercased), as: UTF8.self)
        let port = scheme == .http ? ":80" : ":443"
        if text.hasSuffix(port) {
            text.removeLast(port.utf8.count)
        } else if text.hasSuffix(":") {
            text.removeLast()
        }
        return text
    }

    private static func credentials(in userInfo: ArraySlice<UInt8>) -> Credentials {
        let colon = userInfo.firstIndex(of: UInt8(ascii: ":"))
        return Credentials(
            username: percentDecoded(userInfo[..<(colon ?? userInfo.endIndex)]),
            password: colon.map { percentDecoded(userInfo[($0 + 1)...]) } ?? "")
    }

    private static func percentDecoded(_ bytes: ArraySlice<UInt8>) -> String {
        var decoded: [UInt8] = []
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.endIndex,
                let high = bytes[index + 1].hexadecimalValue, let low = bytes[index + 2].hexadecimalValue
            {
                decoded.append(high << 4 | low)
                index += 3
            } else {
                decoded.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: decoded, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Whether the bytes start with this ASCII text, given in lower case, in any case.
    fileprivate func starts(with prefix: StaticString) -> Bool {
        prefix.withUTF8Buffer { prefix in
            count >= prefix.count && zip(self, prefix).allSatisfy { $0.asciiLowercased == $1 }
        }
    }
}

extension UInt8 {
    fileprivate var hexadecimalValue: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
