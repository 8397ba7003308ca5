public import FoundationEssentials
import HTTPFetch

/// Where a site says that a feed has moved for good (301, 308). Believed only when it has held for long: sites under
/// maintenance and captive portals say so too.
public struct Relocation: Sendable, Equatable {
    /// Polls in a row that must say the same.
    static let pollsNeeded = 3
    /// And for so long.
    static let timeNeeded = Duration.seconds(2 * 86400)
    /// Failures in a row at the new place after which the old one is asked again.
    static let failuresAllowed = 3

    /// The new address.
    public var url: String
    /// When it was first said.
    public var since: Date
    /// How many polls in a row said so.
    public var polls: Int

    /// Whether the new address is asked instead of the configured one.
    func isInForce(now: Date) -> Bool {
        polls >= Self.pollsNeeded && now.timeIntervalSince(since) >= Self.timeNeeded.seconds
    }

    /// What is known after an answer that was fine.
    ///
    /// - Parameter permanentURL: where its permanent redirects led, nil without any.
    static func after(_ before: Relocation?, permanentURL: String?, now: Date) -> Relocation? {
        if let before, before.isInForce(now: now) {
            // The new place was asked itself; if it moved again, that begins anew from the configured address.
            return permanentURL == nil ? before : nil
        }
        guard let permanentURL else { return nil }
        guard var relocation = before, relocation.url == permanentURL else {
            return Relocation(url: permanentURL, since: now, polls: 1)
        }
        relocation.polls += 1
        return relocation
    }

    /// Whether two URLs have the scheme, host and port in common.
    static func isSameOrigin(_ first: String, _ second: String) -> Bool {
        HostKey(url: first) == HostKey(url: second)
    }
}

/// Scheme, host and port of a URL in one form (`HostName`): what politeness and secrets are bound to. Default ports are
/// left out.
struct HostKey: Hashable, Sendable {
    let text: String

    init(url: String) {
        // A file of this machine needs no politeness: each is a host of its own.
        let start = url.authorityStart ?? url.startIndex
        let scheme = url[..<start].lowercased()
        guard scheme == "http://" || scheme == "https://" else {
            text = url
            return
        }
        let authority = url.utf8[start...].prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        let user = authority.lastIndex(of: UInt8(ascii: "@")).map(authority.index(after:))
        let written = Substring(authority[(user ?? authority.startIndex)...])
        // What is no host can only be refused by libcurl; as it is written it is equal to nothing else.
        let host = HostName.authority(written, defaultPort: scheme == "https://" ? "443" : "80") ?? String(written)
        text = scheme + host
    }
}

extension String {
    /// Where a URL's authority begins, behind the first "://"; nil where there is none.
    var authorityStart: Index? {
        var rest = utf8[...]
        while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
            rest = rest[colon...]
            if rest.starts(with: "://".utf8) { return utf8.index(colon, offsetBy: 3) }
            rest = rest.dropFirst()
        }
        return nil
    }
}
