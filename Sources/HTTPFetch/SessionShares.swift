internal import CCurl

/// Keeps TLS sessions of many hosts, so that the next handshake with one of them is a short one.
///
/// libcurl keeps sessions in "shares", of eight sessions each, the oldest making room for the newest. So hosts are spread
/// over many shares by a hash of their name. A session costs about 3 KiB.
///
/// Not Sendable: one thread uses it, so the shares have no locks.
final class SessionShares {
    private var shares: [UnsafeMutableRawPointer?]
    /// Of a share of libcurl 7.88; fixed there.
    private static let sessionsPerShare = 8

    /// - Parameter maximumSessions: rounded up to a multiple of eight.
    init(maximumSessions: Int) {
        let count = (max(1, maximumSessions) + Self.sessionsPerShare - 1) / Self.sessionsPerShare
        shares = Array(repeating: nil, count: count)
    }

    /// All easy handles that were given a share must be gone before.
    deinit {
        for share in shares where share != nil { curl_share_cleanup(share) }
    }

    /// The share for a host, made when first asked for; nil if there is no memory for it.
    func share(for authority: String) -> UnsafeMutableRawPointer? {
        // FNV-1a: any hash will do that is the same each time.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in authority.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let index = Int(hash % UInt64(shares.count))
        if let share = shares[index] { return share }
        let share = curl_share_init()
        _ = tw_curl_share_set_int(share, CURLSHOPT_SHARE, Int32(CURL_LOCK_DATA_SSL_SESSION.rawValue))
        shares[index] = share
        return share
    }
}

@available(*, unavailable)
extension SessionShares: Sendable {}
