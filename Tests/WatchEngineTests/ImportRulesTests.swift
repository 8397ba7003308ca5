import Foundation
import Testing

/// The arrows between the modules, held against every import in the sources.
@Suite struct ImportRulesTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private struct Import: CustomStringConvertible {
        var file: String
        var module: String
        var description: String { "\(file) imports \(module)" }
    }

    /// Every import of every Swift file below Sources, with paths relative to it.
    private static func imports() throws -> [Import] {
        let sources = root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
            try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
                .split(separator: "\n")
                .compactMap { line -> Import? in
                    var words = line.split(separator: " ").drop {
                        $0.hasPrefix("@") || ["public", "internal", "package", "private"].contains($0)
                    }
                    guard words.popFirst() == "import" else { return nil }
                    if ["struct", "class", "enum", "func", "protocol", "let", "var", "typealias"].contains(words.first)
                    {
                        words.removeFirst()
                    }
                    return words.first.map { Import(file: file, module: String($0.prefix { $0 != "." })) }
                }
        }
    }

    /// Who may import what, by the beginning of the path below Sources.
    private static let allowed: [(module: String, importers: [String])] = [
        ("CCurl", ["HTTPFetch/"]), ("CZlib", ["HTTPFetch/"]), ("CXML2", ["FeedParser/"]),
        ("GRDB", ["WatchEngine/Store/"]),
        ("HTTPFetch", ["WatchEngine/", "talentwatch/"]), ("FeedParser", ["WatchEngine/", "talentwatch/"]),
        ("TalentMatch", ["WatchEngine/", "talentwatch/"]), ("WatchEngine", ["talentwatch/"]),
        ("ArgumentParser", ["talentwatch/"]), ("ServiceLifecycle", ["WatchEngine/", "talentwatch/"]),
        ("Logging", ["WatchEngine/", "talentwatch/"]), ("UnixSignals", ["talentwatch/"]),
        ("HeapModule", ["WatchEngine/"]),
        ("FoundationNetworking", []), ("FoundationXML", ["WatchEngine/Configuration/"]),
    ]

    @Test func eachModuleImportsOnlyWhatItMay() throws {
        let imports = try Self.imports()
        #expect(imports.count > 100)
        for (module, importers) in Self.allowed {
            let users = imports.filter { $0.module == module }
            let strangers = users.filter { user in !importers.contains { user.file.hasPrefix($0) } }
            #expect(strangers.isEmpty)
            #expect(importers.isEmpty || !users.isEmpty || module == "FoundationXML", "\(module) is used by nobody")
        }
    }

    @Test func pureModulesTouchNeitherFilesNorClocks() throws {
        let pure = try Self.imports().filter { $0.file.hasPrefix("TalentMatch/") || $0.file.hasPrefix("FeedParser/") }
        let known: Set = ["CXML2", "Foundation", "FoundationEssentials", "Glibc", "Synchronization"]
        #expect(pure.filter { !known.contains($0.module) }.isEmpty)
    }

    @Test func sqlStaysInTheStore() throws {
        let sources = Self.root.appendingPathComponent("Sources")
        let files = try #require(FileManager.default.enumerator(atPath: sources.path)).compactMap { $0 as? String }
        for file in files where file.hasSuffix(".swift") && !file.hasPrefix("WatchEngine/Store/") {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            for word in ["SELECT ", "INSERT INTO", "UPDATE feed", "DELETE FROM", "PRAGMA "] {
                #expect(!text.contains(word), "\(file) has \(word)")
            }
        }
    }
}
