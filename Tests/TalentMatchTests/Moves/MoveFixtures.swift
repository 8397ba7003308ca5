import Foundation

@testable import TalentMatch

/// A labelled item of `Fixtures/items.jsonl`.
struct LabelledItem: Decodable {
    struct Event: Decodable {
        var kind: String
        var person: Person
        var role: String?
        var from: String?
        var to: String?
        var kindAlternatives: [String]?
        var roleAlternatives: [String?]?
        var fromAlternatives: [String?]?
        var toAlternatives: [String?]?
        var optional: Bool?

        enum CodingKeys: String, CodingKey {
            case kind, person, role, from, to, optional
            case kindAlternatives = "kind_alt"
            case roleAlternatives = "role_alt"
            case fromAlternatives = "from_alt"
            case toAlternatives = "to_alt"
        }
    }

    struct Person: Decodable {
        var name: String?
        var aliases: [String]
    }

    var id: String
    var lang: String
    var title: String
    var summary: String
    var isEvent: Bool
    var events: [Event]

    enum CodingKeys: String, CodingKey {
        case id, lang, title, summary, events
        case isEvent = "talent_event"
    }

    static let all: [LabelledItem] = {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("Fixtures/items.jsonl")
        do {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            return try lines.map { try JSONDecoder().decode(LabelledItem.self, from: Data($0.utf8)) }
        } catch {
            fatalError("Fixtures/items.jsonl: \(error)")
        }
    }()
}
