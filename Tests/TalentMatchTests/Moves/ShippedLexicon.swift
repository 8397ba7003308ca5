import Foundation

@testable import TalentMatch

/// The lexicon as shipped, read as the daemon reads it.
enum ShippedLexicon {
    static let extractor: MoveExtractor = {
        do {
            return MoveExtractor(lexicon: try MoveLexicon(decoding: [value()]))
        } catch {
            fatalError("Config/lexicon.plist: \(error)")
        }
    }()

    static var repository: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }

    static func value() throws -> LexiconValue {
        let data = try Data(contentsOf: repository.appendingPathComponent("Config/lexicon.plist"))
        let list = try PropertyListSerialization.propertyList(from: data, format: nil)
        guard let top = list as? [String: Any], let lexicon = top["Lexicon"] else {
            throw LexiconFault(keyPath: "Lexicon", problem: "is missing", mend: "add it")
        }
        return tree(lexicon)
    }

    private static func tree(_ value: Any) -> LexiconValue {
        if let entries = value as? [String: Any] { return .dictionary(entries.mapValues(tree)) }
        if let entries = value as? [Any] { return .array(entries.map(tree)) }
        return .string("\(value)")
    }
}
