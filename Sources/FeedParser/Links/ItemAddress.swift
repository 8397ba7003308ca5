/// What of an address stays when a site changes its scheme, its host or its sessions: for telling whether two addresses
/// can stand for one page.
public enum ItemAddress {
    /// Without parameters that tell where a reader came from, and without session ids.
    public static func lasting(_ address: String) -> String {
        withoutSessionIDs(withoutTrackingParameters(address))
    }

    /// Without parameters that tell where a reader came from.
    public static func withoutTracking(_ address: String) -> String { withoutTrackingParameters(address) }

    /// The lasting address behind its host: path and query. nil where the text is no address of a page.
    public static func place(_ address: String) -> Substring? { pathAndQuery(ofLasting: lasting(address)) }

    /// The same of an address that is a lasting one already.
    public static func pathAndQuery(ofLasting address: String) -> Substring? {
        guard let start = pathStart(address) else { return nil }
        let place = address[address.utf8.index(address.startIndex, offsetBy: start)...]
        return place.isEmpty ? "/" : place
    }

    /// Host and place in one spelling: without scheme, `www.` and a last slash. nil where the text is no address.
    public static func page(_ address: String) -> String? {
        guard isPage(address) else { return nil }
        return lasting(address).withBytes { bytes in
            var start = (bytes.index(of: "://") ?? -3) + 3
            if bytes.hasIgnoringCase("www.", at: start) { start += 4 }
            let end = bytes.last == 0x2F ? bytes.count - 1 : bytes.count
            return bytes.part(start, end).string
        }
    }

    /// The same address under http instead of https, or the other way round; nil where it has neither.
    public static func underOtherScheme(_ address: String) -> String? {
        address.withBytes { bytes in
            if bytes.hasIgnoringCase("https://") { return "http" + bytes.part(5, bytes.count).string }
            if bytes.hasIgnoringCase("http://") { return "https" + bytes.part(4, bytes.count).string }
            return nil
        }
    }

    /// The address without its host and with each part that looks random replaced by a star: what two addresses of one
    /// page have in common when a token is drawn anew at each request.
    public static func shape(_ address: String) -> String? {
        place(address).map(String.init)?.withBytes { bytes in
            var result = ByteBuffer(capacity: bytes.count)
            var start = 0
            while start < bytes.count {
                var end = start
                while end < bytes.count, !isBorder(bytes[end]) { end += 1 }
                let part = bytes.part(start, end)
                if looksRandom(part) { result.append(0x2A) } else { result.append(part) }
                if end < bytes.count { result.append(bytes[end]) }
                start = end + 1
            }
            return result.bytes.string
        }
    }

    /// Whether two addresses are the same but for their fragments, as where a site counts an item's revisions there.
    public static func differInFragmentAlone(_ first: String, _ second: String) -> Bool {
        guard isPage(first), first != second else { return false }
        return first.prefix { $0 != "#" } == second.prefix { $0 != "#" }
    }

    /// Whether a text is the address of a page: http or https.
    public static func isPage(_ address: String) -> Bool {
        address.withBytes { $0.hasIgnoringCase("http://") || $0.hasIgnoringCase("https://") }
    }

    private static func isBorder(_ byte: UInt8) -> Bool {
        byte == 0x2F || byte == 0x3F || byte == 0x26 || byte == 0x3D || byte == 0x3B || byte == 0x23
    }

    /// Where the path begins, behind scheme and host.
    private static func pathStart(_ address: String) -> Int? {
        address.withBytes { bytes in
            guard bytes.hasIgnoringCase("http://") || bytes.hasIgnoringCase("https://"),
                let authority = bytes.index(of: "://")
            else { return nil }
            var end = authority + 3
            while end < bytes.count, bytes[end] != 0x2F, bytes[end] != 0x3F, bytes[end] != 0x23 { end += 1 }
            return end
        }
    }
}
