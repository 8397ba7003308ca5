import Foundation

extension Configuration {
    /// The feed that lies at `place`: an http or https URL, or the path of a file.
    public func feed(at place: String) -> FeedConfiguration? {
        // What is no URL is a path; that is all the fault says here.
        if let url = try? FeedURL.parse(place, resolve: { $0 }), !url.hasPrefix("file:") {
            let identity = FeedURL.identity(url)
            return feeds.first { FeedURL.identity($0.url) == identity }
        }
        let path = Self.canonical(place)
        return feeds.first { feed in feed.localPath.map { Self.canonical($0) == path } ?? false }
    }

    /// The feed of this name, else the one at this place.
    public func feed(called text: String) -> FeedConfiguration? {
        feeds.first { $0.name == text } ?? feed(at: text)
    }

    /// The name of a feed that was probably meant by `name`.
    public func feedName(near name: String) -> String? {
        Suggestion.nearest(to: name, among: feeds.lazy.map(\.name))
    }

    private static func canonical(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().path
    }
}
