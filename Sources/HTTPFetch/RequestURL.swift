/// An http or https URL made ready to be sent: without user info and fragment, ASCII after the host.
///
/// Only as much of RFC 3986 as is needed to keep secrets at home; libcurl judges the rest. Two URLs are held to be of one
/// origin if scheme, port and the host that libcurl would ask are the same.
struct RequestURL {
    /// The URL as libcurl gets it and as it may be shown.
    let text: String
    let scheme: Scheme
    /// The user info that was in the URL, percent-decoded.
    let credentials: Credentials?
    /// The host and, if it is not the scheme's own, the port, in the form in which they are compared (`HostName`).
    let authority: String
    /// The host alone, as `HostName.normalized` has it.
    let host: String

    enum Scheme: String {
        case http, https

        fileprivate var prefixLength: Int {
            switch self {
            case .http: 7
            case .https: 8
            }
        }
    }

    enum Fault: Error {
        case scheme, syntax
    }

    /// Longer URLs are refused, in bytes.
    static let maximumLength = 8192

    init(_ text: String) throws(Fault) {
        var text = text
        let parts = text.withUTF8 { Self.parts(of: $0) }
        let (scheme, range, isReady) = try parts.get()
        self.scheme = scheme
        let written: Substring
        if isReady {
            self.text = text
            credentials = nil
            written = Substring(text.utf8.dropFirst(range.lowerBound).prefix(range.count))
        } else {
            let bytes = Array(text.utf8)
            let at = bytes[range].lastIndex(of: UInt8(ascii: "@"))
            credentials = at.map { Self.credentials(in: bytes[range.lowerBound..<$0]) }
            let host = bytes[(at.map { $0 + 1 } ?? range.lowerBound)..<range.upperBound]
            guard !host.isEmpty else { throw .syntax }
            self.text =
                "\(scheme.rawValue)://"
                + String(decoding: host + Self.encoded(bytes[range.upperBound...]), as: UTF8.self)
            written = Substring(decoding: host, as: UTF8.self)
        }
        guard let host = HostName.normalized(HostName.parts(of: written).host),
            let authority = HostName.authority(written, defaultPort: scheme == .http ? "80" : "443")
        else { throw .syntax }
        self.host = host
        self.authority = authority
    }

    func hasSameOrigin(as other: RequestURL) -> Bool {
        scheme == other.scheme && authority == other.authority
    }

    /// The scheme, where the authority is, and whether the URL can be sent as it is.
    private static func parts(
        of bytes: UnsafeBufferPointer<UInt8>
    ) -> Result<(scheme: Scheme, authority: Range<Int>, isReady: Bool), Fault> {
        guard bytes.count <= maximumLength else { return .failure(.syntax) }
        let scheme: Scheme
        if bytes.starts(with: "http://") {
            scheme = .http
        } else if bytes.starts(with: "https://") {
            scheme = .https
        } else {
            return .failure(.scheme)
        }
        let start = scheme.prefixLength
        var end = start
        var isReady = bytes.first == UInt8(ascii: "h")
        authority: while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"): break authority
            case 0...0x20, 0x7F, UInt8(ascii: "\\"): return .failure(.syntax)
            case UInt8(ascii: "@"): isReady = false
            default: break
            }
            end += 1
        }
        guard end > start else { return .failure(.syntax) }
        for index in end..<bytes.count {
            switch bytes[index] {
            case 0..<0x20, 0x7F: return .failure(.syntax)
            case 0x20, 0x80..., UInt8(ascii: "#"): isReady = false
            default: break
            }
        }
        return .success((scheme, start..<end, isReady))
    }

    /// Path and query without the fragment, with spaces and non-ASCII bytes percent-encoded.
    private static func encoded(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(bytes.count + 16)
        for byte in bytes {
            if byte == UInt8(ascii: "#") { break }
            if byte == 0x20 || byte >= 0x80 {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            } else {
                encoded.append(byte)
            }
        }
        return encoded
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

extension UnsafeBufferPointer<UInt8> {
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
