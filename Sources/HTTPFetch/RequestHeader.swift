/// The header lines a request is sent with, beyond those libcurl makes by itself.
enum RequestHeader {
    /// The lines, in the form libcurl takes them.
    ///
    /// - Parameters:
    ///   - withSecrets: whether the request's own headers go along; not to an origin that a redirect led to. Validators go
    ///     along everywhere: they came from where the redirects end.
    ///   - asksForIdentity: whether the body is to come without compression.
    static func lines(
        for request: FetchRequest, withSecrets: Bool, asksForIdentity: Bool
    ) throws(FetchError) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        if let tag = request.entityTag, let bytes = opaqueBytes(tag) { lines.append("If-None-Match: ".utf8 + bytes) }
        if let date = request.lastModified, let bytes = opaqueBytes(date) {
            lines.append("If-Modified-Since: ".utf8 + bytes)
        }
        if let accept = request.accept, !(withSecrets && request.headers.contains { $0.name.lowercased() == "accept" })
        {
            guard accept.utf8.allSatisfy(isValueByte) else {
                throw FetchError(.badHeader, "the Accept header has a control character")
            }
            lines.append(Array("Accept: \(accept)".utf8))
        }
        if asksForIdentity { lines.append(Array("Accept-Encoding: identity".utf8)) }
        guard withSecrets else { return lines }
        for field in request.headers {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte) else {
                throw FetchError(.badHeader, "a request header has a name that HTTP does not allow")
            }
            guard field.value.utf8.allSatisfy(isValueByte) else {
                throw FetchError(.badHeader, "the request header \(field.name) has a value with a control character")
            }
            // libcurl takes "Name:" as "leave this header out" and "Name;" as one without a value.
            lines.append(Array((field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)").utf8))
        }
        return lines
    }

    /// The bytes of a validator. One that cannot be sent is left out, and the answer is then a full one: empty, too long, or
    /// with a control character or a scalar that stands for no byte.
    private static func opaqueBytes(_ validator: String) -> [UInt8]? {
        let bytes = validator.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        guard !bytes.isEmpty, bytes.count <= 1024, bytes.count == validator.unicodeScalars.count,
            bytes.allSatisfy(isValueByte)
        else { return nil }
        return bytes
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7F || byte == 0x09
    }

    /// RFC 9110, 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default:
            byte < 0x80 && "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
