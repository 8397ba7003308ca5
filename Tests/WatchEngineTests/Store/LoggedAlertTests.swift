import Foundation
import TestSupport
import Testing

@testable import WatchEngine

@Suite struct LoggedAlertTests {
    private let directory: TemporaryDirectory
    private let feed = FeedConfiguration(name: "AI타임스", url: "https://www.aitimes.com/rss/allArticle.xml")

    init() throws {
        directory = try TemporaryDirectory()
    }

    /// A log of two alerts, the first line of which is cut, and what others wrote into it.
    private func log(_ format: AlertLogConfiguration.Format) throws -> AlertLogConfiguration {
        let lines = [17, 18].map { AlertLine.line(Fixtures.alert(seq: $0), format: format) }
        let text = "#16 cut | off\nsomebody's line | a | b | c\n" + lines.joined(separator: "\n") + "\n{\"v\":1,\"se"
        let path = try directory.write(text, to: "alerts.\(format)")
        return AlertLogConfiguration(path: path, format: format)
    }

    @Test(arguments: AlertLogConfiguration.Format.allCases)
    func whatTheLogTellsIsKnownAgain(format: AlertLogConfiguration.Format) async throws {
        let log = try log(format)
        let store = try Store.open(directory: directory.file("state"))
        #expect(try await store.learn(from: [log], feeds: [feed]) == 2)
        let alert = Fixtures.alert()
        let item = Fixtures.item(
            guid: alert.guid, title: alert.title, link: alert.link, published: alert.published)
        let identities = ItemIdentity.identities(of: Fixtures.feed([item]))
        let state = try await store.register(feeds: [(feed.url, feed.name)])[0]
        #expect(!state.isRead)
        let memory = try await store.memory(of: state.id, identities: identities)
        #expect(identities[0].keys.contains { memory.known[$0] != nil })
    }

    @Test func alertsThatTheStoreHasAreNotLearned() async throws {
        #expect(LoggedAlert.last(of: try log(.json), urls: [:]).map(\.seq) == [17, 18])
        #expect(LoggedAlert.last(of: try log(.text), urls: [:]).isEmpty)
        #expect(LoggedAlert.last(of: AlertLogConfiguration(path: "/nowhere", format: .json), urls: [:]).isEmpty)
    }
}
