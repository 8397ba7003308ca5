import FeedParser
import HTTPFetch
import WatchEngine

/// A feed that was fetched and read.
struct FoundFeed {
    /// Where it is to be asked from now on.
    var url: String
    var feed: ParsedFeed
}

/// Finds the feed that somebody means by a URL, which may be that of a page of the site.
struct FeedSearch {
    /// What a URL led to.
    enum Result {
        case feed(FoundFeed)
        /// A page names these feeds, at least two.
        case choice([FeedLink])
    }

    let transfers: TransferLoop
    let polling: PollingConfiguration
    /// Which of several feeds is wanted, from 1.
    var pick: Int?

    /// Looks at `url`, at the feeds that its page names, then at common places of its site.
    ///
    /// - Throws: `CommandFailure` when there is no feed.
    func find(_ url: String) async throws -> Result {
        let answer = try await fetch(url)
        let refusal: FeedParseError
        do {
            return .feed(try answer.parsed())
        } catch let error as FeedParseError {
            refusal = error
        }
        let links = FeedLinks.find(inPage: answer.body, at: answer.finalURL)
        if links.isEmpty { return .feed(try await commonFeed(of: answer, refusal: refusal)) }
        if let pick {
            guard links.indices.contains(pick - 1) else {
                throw CommandFailure(.badData, "there is no feed \(pick): \(answer.shown) names \(links.count)")
            }
            return .feed(try await named(links[pick - 1]))
        }
        guard let only = links.first, links.count == 1 else { return .choice(links) }
        return .feed(try await named(only))
    }

    private func named(_ link: FeedLink) async throws -> FoundFeed {
        let answer = try await fetch(link.url)
        do {
            return try answer.parsed()
        } catch let error as FeedParseError {
            throw CommandFailure(.badData, "\(answer.shown): \(PrintableText.line(error.message))")
        }
    }

    private func commonFeed(of page: Answer, refusal: FeedParseError) async throws -> FoundFeed {
        let places = FeedLinks.commonPlaces(of: page.finalURL)
        for place in places {
            // A place that has nothing is what to expect.
            if let found = try? await fetch(place).parsed() { return found }
        }
        let tried = places.map { String($0.reversed().prefix { $0 != "/" }.reversed()) }.joined(separator: ", ")
        throw CommandFailure(
            .badData,
            "\(page.shown): \(PrintableText.line(refusal.message)); it names no feeds, and the site has none at \(tried)"
        )
    }

    private func fetch(_ url: String) async throws -> Answer {
        let shown = PrintableText.line(url)
        let response: FetchResponse
        do {
            response = try await transfers.fetch(FeedConfiguration(name: "", url: url).request(polling: polling))
        } catch {
            var failure = CommandFailure(error)
            failure.message = "\(shown): \(failure.message)"
            throw failure
        }
        guard DocumentSource.goodStatuses.contains(response.status) else {
            throw CommandFailure(.unavailable, "\(shown): HTTP \(response.status)")
        }
        return Answer(url: url, response: response)
    }

    private struct Answer {
        var url: String
        var response: FetchResponse
        var body: [UInt8] { response.body }
        var finalURL: String { response.url }
        var shown: String { PrintableText.line(url) }

        /// - Throws: `FeedParseError`.
        func parsed() throws -> FoundFeed {
            let options = ParseOptions(contentType: response.headers["Content-Type"], baseURL: response.url)
            // A redirect that is for good need not be gone through at each poll.
            return FoundFeed(url: response.permanentURL ?? url, feed: try parseFeed(body, options: options))
        }
    }
}
