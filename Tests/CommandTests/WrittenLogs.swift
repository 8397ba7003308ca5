import Foundation

/// A text log and a JSON log of the same alerts, and what must hold for them after any fault.
struct WrittenLogs {
    struct Line: Decodable {
        struct Item: Decodable {
            var id: String
            var title: String
        }
        var seq: Int
        var type: String
        var item: Item
    }

    var text: String
    var json: String

    /// The lines of the text log.
    var lines: [Substring] { text.split(separator: "\n") }

    /// What is wrong with them; empty when each alert of `expected` is in both once, numbered 1, 2, 3 … in order.
    ///
    /// - Parameter expected: the items' ids, with ` update` behind those of updates.
    func complaints(expected: Set<String>) -> [String] {
        var complaints: [String] = []
        for log in [text, json] where !log.isEmpty && !log.hasSuffix("\n") { complaints.append("torn end") }
        let objects = json.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
        if objects.count != json.split(separator: "\n").count { complaints.append("a JSON line that is none") }
        let seqs = lines.map { line in
            line.split(separator: "#").dropFirst().first.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        }
        let wanted = Array(1..<(expected.count + 1))
        if seqs != wanted { complaints.append("text: \(seqs) of \(expected.count)") }
        if objects.map(\.seq) != wanted { complaints.append("JSON: \(objects.map(\.seq)) of \(expected.count)") }
        let found = objects.map { $0.item.id + ($0.type == "update" ? " update" : "") }
        if Set(found) != expected || found.count != expected.count {
            complaints.append("items: \(found.sorted()), not \(expected.sorted())")
        }
        for (object, line) in zip(objects, lines) where !line.contains(" \(object.item.title) | ") {
            complaints.append("#\(object.seq) is \(object.item.title) in one log and in the other \(line)")
        }
        return complaints
    }
}
