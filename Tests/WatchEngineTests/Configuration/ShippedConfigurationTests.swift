import Foundation
import TalentMatch
import Testing
import WatchEngine

/// The files in Config/, as they are installed.
struct ShippedConfigurationTests {
    /// The repository's Config folder, found from this file.
    static let folder = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Config")

    private func load() throws -> Configuration {
        try ConfigurationLoader.load(
            path: Self.folder.path + "/talentwatch.plist",
            environment: ["LOGS_DIRECTORY": "/tw/log", "STATE_DIRECTORY": "/tw/state"])
    }

    @Test func hasNoFaults() throws {
        let configuration = try load()
        #expect(
            configuration.files.map { URL(filePath: $0).lastPathComponent } == [
                "talentwatch.plist", "feeds.plist", "rules.plist", "lexicon.plist",
            ])
        #expect(configuration.stateDirectory == "/tw/state")
        #expect(
            configuration.alertLogs == [
                AlertLogConfiguration(path: "/tw/log/alerts.log", format: .text),
                AlertLogConfiguration(path: "/tw/log/alerts.jsonl", format: .json),
            ])
        #expect(configuration.lexicon.organizations.count > 300)
    }

    @Test func spellsOutTheDefaults() throws {
        let configuration = try load()
        #expect(configuration.polling == PollingConfiguration())
        #expect(configuration.retention == RetentionConfiguration())
    }

    @Test func namesTheSampleBesideIt() throws {
        let feed = try #require(try load().feeds.first)
        #expect(feed.isLocalFile)
        #expect(feed.firstPollWindow == .forever)
        let path = try #require(URL(string: feed.url)?.path)
        #expect(FileManager.default.fileExists(atPath: path))
    }

    @Test func readsKoreanAndEnglish() throws {
        let feeds = try load().feeds
        #expect(feeds.count { $0.language == "ko" && $0.isEnabled } >= 10)
        #expect(feeds.count { $0.language == "en" && $0.isEnabled } >= 10)
        #expect(feeds.allSatisfy { $0.url.utf8.allSatisfy { $0 < 0x80 } })
    }

    @Test func hasTheRulesOfTheFirstDay() throws {
        let rules = try load().rules
        #expect(rules.map(\.name).starts(with: ["초지능", "수석과학자", "AI 인재 이동"]))
        #expect(rules.allSatisfy { !$0.none.isEmpty })
        #expect(rules.contains { $0.moves == .any })
    }

    /// A slip of the hand anywhere gives a configuration or a report, and never a crash.
    @Test(arguments: 0..<60 as Range<UInt64>)
    func damageIsReported(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        for name in ["talentwatch.plist", "feeds.plist", "rules.plist"] {
            var bytes = Array(try Data(contentsOf: Self.folder.appending(path: name)))
            for _ in 0..<Int.random(in: 1...5, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 50))
                default:
                    let piece = PropertyListFuzzTests.pieces.randomElement(using: &generator) ?? ""
                    bytes.insert(contentsOf: piece.utf8, at: place)
                }
            }
            var files = MemoryFiles([:])
            files.files["/etc/tw/main.plist"] = bytes
            do {
                _ = try files.load()
            } catch let report as ConfigurationReport {
                #expect(!report.faults.isEmpty)
            }
        }
    }
}
