public import FoundationEssentials

/// One feed as `feeds list` tells of it: the configuration's word and the store's together.
public struct FeedReport: Sendable, Equatable {
    /// The name in the configuration.
    public var name: String
    /// The URL without user name and password.
    public var url: String
    /// The feed's health.
    public var health: FeedHealth
    /// The last HTTP status.
    public var httpStatus: Int?
    /// When it last answered well.
    public var lastSuccess: Date?
    /// What is wrong with it now, one line.
    public var lastError: String?
    /// Failures in a row.
    public var failures: Int
    /// The wait that led to `nextCheck`.
    public var interval: Duration?
    /// When it is asked next.
    public var nextCheck: Date?
    /// Why then.
    public var reason: String?

    /// The report on a feed.
    ///
    /// - Parameters:
    ///   - state: nil before it was first asked.
    ///   - quiets: the hosts that are left alone.
    public init(feed: FeedConfiguration, state: FeedState?, quiets: HostQuiets = HostQuiets(), now: Date) {
        name = feed.name
        url = feed.printableURL
        health = state?.health(isEnabled: feed.isEnabled, now: now) ?? (feed.isEnabled ? .new : .disabled)
        httpStatus = state?.httpStatus
        lastSuccess = state?.lastSuccess
        lastError = state?.lastError ?? state?.readingFault ?? state?.usage.flatMap { $0.isShort ? $0.reason : nil }
        failures = state?.failures ?? 0
        interval = state?.interval
        let isWatched = feed.isEnabled && state?.gone == nil
        nextCheck = isWatched ? state?.nextCheck : nil
        let moved = state?.relocation.flatMap {
            $0.isInForce(now: now) ? "moved for good, change URL to \($0.url)" : nil
        }
        let note = state?.reading.flatMap { $0.kind == .fault ? nil : $0.text }
        var reasons = [state?.reason, moved, note, state?.usage?.notice(at: now)].compactMap { $0 }
        if isWatched, let quiet = quiets.quiet(of: feed), let rest = quiet.rest(at: now), let text = quiet.text(at: now)
        {
            // What holds it for longest comes first.
            let isLonger = nextCheck.map { $0 < now.adding(rest) } ?? true
            reasons.insert(text, at: isLonger ? 0 : reasons.count)
            if isLonger { nextCheck = now.adding(rest) }
        }
        reason = reasons.isEmpty ? nil : reasons.joined(separator: "; ")
    }

    /// The JSON object of `feeds list --format jsonl`.
    public var json: String {
        var line = JSONText()
        line.object { line in
            line.key("name")
            line.value(name)
            line.key("url")
            line.value(url)
            line.key("state")
            line.value(health.rawValue)
            line.key("http_status")
            line.value(httpStatus.map(Int64.init))
            line.key("last_success")
            line.value(lastSuccess)
            line.key("last_error")
            line.value(lastError)
            line.key("failures")
            line.value(Int64(failures))
            line.key("interval_seconds")
            line.value(interval.map { $0.components.seconds })
            line.key("next_check")
            line.value(nextCheck)
            line.key("reason")
            line.value(reason)
        }
        return line.string
    }
}

extension FeedConfiguration {
    /// A hash of the whole entry, secrets left out: another one means that somebody changed it.
    var entryHash: UInt64 {
        StableHash.of(Array(String(describing: self).utf8))
    }

    /// The URL without user name and password, for logs and lists.
    public var printableURL: String {
        guard let start = url.authorityStart else { return url }
        let authority = url.utf8[start...].prefix {
            $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#")
        }
        guard let at = authority.lastIndex(of: UInt8(ascii: "@")) else { return url }
        return String(url[..<start] + url[url.utf8.index(after: at)...])
    }
}
