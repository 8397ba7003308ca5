import Foundation

/// Turns feeds that were found somewhere into entries of a configuration: usable URLs, each once, with names of their own.
/// Pure.
public struct FeedEntries: Sendable {
    /// What became of a feed.
    public enum Outcome: Sendable, Equatable {
        /// It is among `entries`.
        case taken(FeedListEditor.Entry)
        /// The configuration or an earlier feed has its URL already, under this name.
        case watched(as: String)
        /// Its URL cannot be polled: what is wrong, and how to mend it.
        case unusable(String)
    }

    /// Longer names are cut, in characters.
    private static let nameLimit = 100

    /// Those that were taken, in their order.
    public private(set) var entries: [FeedListEditor.Entry] = []
    private var nameByURL: [String: String] = [:]
    private var names: Set<String> = []
    /// The next number for each name that is taken, so that many of one name are no work.
    private var numbers: [String: Int] = [:]

    /// Begins with the feeds that are watched already.
    public init(watched: [FeedConfiguration]) {
        for feed in watched {
            nameByURL[FeedURL.identity(feed.url)] = feed.name
            names.insert(feed.name)
        }
    }

    /// Takes a feed if it can be. An empty name becomes the URL's host, one that is taken gets `category` before it, else
    /// a number behind it.
    public mutating func add(name: String, url: String, language: String?, category: String? = nil) -> Outcome {
        let usable: String
        do {
            usable = try FeedURL.parse(url, resolve: { $0 })
        } catch {
            return .unusable("\(error.problem); \(error.mend)")
        }
        guard !usable.hasPrefix("file:") else {
            return .unusable("is a file; write it into the configuration by hand")
        }
        let identity = FeedURL.identity(usable)
        if let name = nameByURL[identity] { return .watched(as: name) }
        let clean = String(PrintableText.line(name).prefix(Self.nameLimit))
        let entry = FeedListEditor.Entry(
            name: unusedName(clean.isEmpty ? URL(string: usable)?.host() ?? usable : clean, category: category),
            url: usable, language: language)
        nameByURL[identity] = entry.name
        names.insert(entry.name)
        entries.append(entry)
        return .taken(entry)
    }

    private mutating func unusedName(_ name: String, category: String?) -> String {
        guard names.contains(name) else { return name }
        if let category, !category.isEmpty, !names.contains("\(category): \(name)") { return "\(category): \(name)" }
        var number = numbers[name, default: 2]
        while names.contains("\(name) \(number)") { number += 1 }
        numbers[name] = number + 1
        return "\(name) \(number)"
    }
}
