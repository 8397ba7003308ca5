import FoundationEssentials

/// Dates read so far that named no zone: what they mean is known when the whole feed is.
struct DateContext {
    struct LocalDate {
        let item: Int
        let isUpdated: Bool
    }

    var localItems: [LocalDate] = []
    var feedUpdatedIsLocal = false
    var feedPublishedIsLocal = false

    /// Moves the dates that named no zone to where the options, or else the feed's language and host, say they are from.
    func settle(_ feed: inout ParsedFeed, options: ParseOptions) {
        guard !localItems.isEmpty || feedUpdatedIsLocal || feedPublishedIsLocal else { return }
        let offset = Double(options.timeZone ?? (Self.isKorean(feed, options) ? 9 * 3_600 : 0))
        guard offset != 0 else { return }
        if feedUpdatedIsLocal { feed.updated = feed.updated?.addingTimeInterval(-offset) }
        if feedPublishedIsLocal { feed.published = feed.published?.addingTimeInterval(-offset) }
        for local in localItems where local.item < feed.items.count {
            if local.isUpdated {
                feed.items[local.item].updated = feed.items[local.item].updated?.addingTimeInterval(-offset)
            } else {
                feed.items[local.item].published = feed.items[local.item].published?.addingTimeInterval(-offset)
            }
        }
    }

    /// By the stated language, the host, or a title in Hangul where no language is stated.
    private static func isKorean(_ feed: ParsedFeed, _ options: ParseOptions) -> Bool {
        if let language = feed.language?.lowercased() {
            if language.hasPrefix("ko") || language.hasPrefix("kr") { return true }
        }
        if [options.baseURL, feed.link].contains(where: { $0.map(hostIsKorean) ?? false }) { return true }
        guard feed.language == nil, let title = feed.title else { return false }
        return title.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) }
    }

    private static func hostIsKorean(_ url: String) -> Bool {
        url.withBytes { bytes in
            guard let start = bytes.index(of: "://") else { return false }
            var host = bytes.part(start + 3, bytes.count)
            host = host.part(0, host.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? host.count)
            host = host.part(0, host.lastIndex(of: 0x3A) ?? host.count)
            return host.count > 3 && host.part(host.count - 3, host.count).equalsIgnoringCase(".kr")
        }
    }
}
