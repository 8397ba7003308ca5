/// `link` without the session ids that servers write into addresses for clients that take no cookies: path parameters
/// (`;jsessionid=…`), ASP.NET's path segments (`/(S(…))/`) and query parameters (`PHPSESSID=…`).
///
/// A name that also stands for other things (`sid`, `token`) counts only where its value looks random.
func withoutSessionIDs(_ link: String) -> String {
    link.withBytes { bytes in
        // Nearly all links have none of these.
        guard bytes.index(of: 0x3F) != nil || bytes.index(of: 0x3B) != nil || bytes.index(of: 0x28) != nil else {
            return link
        }
        let fragment = bytes.index(of: 0x23) ?? bytes.count
        let query = min(bytes.index(of: 0x3F) ?? fragment, fragment)
        var result = ByteBuffer(capacity: bytes.count)
        appendPath(bytes.part(0, query), to: &result)
        if query < fragment { appendQuery(bytes.part(query + 1, fragment), to: &result) }
        result.append(bytes.part(fragment, bytes.count))
        return result.bytes.equals(bytes) ? link : result.bytes.string
    }
}

/// Segments and their `;name=value` parameters.
private func appendPath(_ path: Bytes, to output: inout ByteBuffer) {
    var position = 0
    while position < path.count {
        var end = position + 1
        while end < path.count, path[end] != 0x2F, path[end] != 0x3B { end += 1 }
        let part = path.part(position, end)
        let isSession =
            part[0] == 0x3B
            ? isSessionID(part.part(1, part.count)) : part[0] == 0x2F && isCookielessSegment(part.part(1, part.count))
        if !isSession { output.append(part) }
        position = end
    }
}

private func appendQuery(_ query: Bytes, to output: inout ByteBuffer) {
    var separator: UInt8 = 0x3F
    var position = 0
    var isCut = false
    while position <= query.count {
        let end = query.index(of: 0x26, from: position) ?? query.count
        let parameter = query.part(position, end)
        // Some servers write the path parameter behind the query.
        let inner = parameter.index(of: 0x3B).flatMap { mark in
            isSessionID(parameter.part(mark + 1, parameter.count)) ? mark : nil
        }
        if isSessionID(parameter) {
            isCut = true
        } else {
            output.append(separator)
            output.append(parameter.part(0, inner ?? parameter.count))
            separator = 0x26
        }
        position = end + 1
    }
    // A query of sessions alone leaves no question mark; an empty one that was there stays.
    if !isCut, query.isEmpty, separator == 0x3F { output.append(separator) }
}

/// Whether a `name=value` is a session id.
private func isSessionID(_ parameter: Bytes) -> Bool {
    guard let equals = parameter.index(of: 0x3D) else { return false }
    let name = parameter.part(0, equals)
    let value = parameter.part(equals + 1, parameter.count)
    if name.hasIgnoringCase("aspsessionid") { return true }
    for known: StaticString in [
        "jsessionid", "phpsessid", "asp.net_sessionid", "cfid", "cftoken", "oscsid", "xtcsid", "zenid", "sessionid",
        "session_id", "sessid", "phpsession", "jsessionidsso", "nocache", "cachebuster", "_",
    ] where name.equalsIgnoringCase(known) { return true }
    for vague: StaticString in [
        "sid", "s", "session", "sess", "ssid", "_sid", "token", "access_token", "csrf", "_csrf", "csrf_token", "nonce",
        "rnd", "rand", "random", "sessionkey", "session_key", "skey", "ses",
    ] where name.equalsIgnoringCase(vague) { return looksRandom(value) }
    return false
}

/// `(S(…))`, `(X(1)S(…))`: ASP.NET's place for what it would keep in cookies.
private func isCookielessSegment(_ segment: Bytes) -> Bool {
    segment.count > 5 && segment[0] == 0x28 && isASCIILetter(segment[1]) && segment[2] == 0x28
        && segment[segment.count - 1] == 0x29 && segment[segment.count - 2] == 0x29
}

/// Whether a text was drawn and not written: 16 characters or more that are hexadecimal (a UUID's hyphens aside), or letters
/// and digits in turns. Words have few digits, and those at an end; digits alone number something.
func looksRandom(_ text: Bytes) -> Bool {
    guard (16...512).contains(text.count) else { return false }
    var digits = 0
    var letters = 0
    var turns = 0
    var isHexadecimal = true
    var hasHyphen = false
    for (index, byte) in text.enumerated() {
        if isASCIIDigit(byte) {
            digits += 1
            if index > 0, isASCIILetter(text[index - 1]) { turns += 1 }
        } else if isASCIILetter(byte) {
            letters += 1
            isHexadecimal = isHexadecimal && hexadecimalValue(byte) != nil
        } else if byte == 0x2D {
            hasHyphen = true
        } else if byte == 0x5F || byte == 0x2E || byte == 0x7E {
            isHexadecimal = false
        } else {
            return false
        }
    }
    return digits > 0 && letters > 0 && (isHexadecimal || (turns >= 2 && !hasHyphen))
}
