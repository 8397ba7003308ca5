import FoundationEssentials
import GRDB
import Glibc

extension Store {
    /// Learns from the ends of the alert logs by what the items of their newest alerts are known: after a store was set
    /// aside of which those were lost, they are not told again. Alerts that the store has are passed over.
    ///
    /// A JSON log tells feed and item as they are; a text log names the feed by its name, which `feeds` has.
    ///
    /// - Returns: how many alerts it learned from.
    /// - Throws: `DatabaseError`.
    public func learn(from logs: [AlertLogConfiguration], feeds: [FeedConfiguration]) async throws -> Int {
        let urls = Dictionary(feeds.map { (PrintableText.line($0.name), $0.url) }) { first, _ in first }
        return try await write { database in
            var learned = 0
            var number = max(1 << 48, try Int64.fetchOne(database, sql: "SELECT max(item_id) FROM seen") ?? 0)
            for log in logs {
                for alert in LoggedAlert.last(of: log, urls: urls) {
                    let isKnown = try Bool.fetchOne(
                        database, sql: "SELECT EXISTS (SELECT 1 FROM alert WHERE seq = ?)", arguments: [alert.seq])
                    guard isKnown == false else { continue }
                    try database.execute(
                        sql: "INSERT OR IGNORE INTO feed (url, name) VALUES (?, ?)", arguments: [alert.url, alert.feed])
                    let feed = try Int64.fetchOne(
                        database, sql: "SELECT id FROM feed WHERE url = ?", arguments: [alert.url])
                    guard let feed else { continue }
                    number += 1
                    try SalvagedKeys.remember(alert.keys, feedID: feed, itemID: number, in: database)
                    learned += 1
                }
            }
            return learned
        }
    }
}

/// An alert as far as its line in a log tells by what its item is known.
struct LoggedAlert: Equatable {
    /// Bytes of a log's end that are looked at.
    private static let reach = 8 << 20

    var seq: Int64
    var feed: String
    var url: String
    var keys: Set<UInt64>

    /// The alerts in the end of a log; none where it cannot be read.
    static func last(of log: AlertLogConfiguration, urls: [String: String]) -> [LoggedAlert] {
        let descriptor = open(log.path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return [] }
        let size = Int(status.st_size)
        let start = max(0, size - reach)
        let bytes: [UInt8]
        do throws(LogFileError) {
            bytes = try PosixFileSystem().read(descriptor, from: start, count: size - start, path: log.path)
        } catch {
            return []
        }
        let lines = bytes.split(separator: ASCII.newline).dropFirst(start > 0 ? 1 : 0)
        return lines.compactMap { line in
            line.first == UInt8(ascii: "{") ? LoggedAlert(json: line) : LoggedAlert(text: line, urls: urls)
        }
    }

    private struct Line: Decodable {
        struct Feed: Decodable {
            var name: String
            var url: String
        }
        struct Item: Decodable {
            var id: String?
            var title: String?
            var link: String?
            var published: String?
        }
        var seq: Int64
        var feed: Feed
        var item: Item
    }

    init?(json line: some Sequence<UInt8>) {
        guard let line = try? JSONDecoder().decode(Line.self, from: Data(line)) else { return nil }
        seq = line.seq
        feed = line.feed.name
        url = line.feed.url
        keys = SalvagedKeys.keys(
            guid: line.item.id, title: line.item.title, link: line.item.link,
            published: line.item.published.flatMap { try? Date($0, strategy: .iso8601) })
    }

    init?(text line: ArraySlice<UInt8>, urls: [String: String]) {
        guard let seq = AlertLogTail.seq(of: line) else { return nil }
        let parts = String(decoding: line, as: UTF8.self).split(separator: " | ")
        // Without a link only a guid tells, which this log does not have.
        guard parts.count == 4, parts[3] != "-", let url = urls[String(parts[2])] else { return nil }
        self.seq = seq
        feed = String(parts[2])
        self.url = url
        keys = SalvagedKeys.keys(
            guid: nil, title: parts[1] == "-" ? nil : String(parts[1]), link: String(parts[3]), published: nil)
    }
}
