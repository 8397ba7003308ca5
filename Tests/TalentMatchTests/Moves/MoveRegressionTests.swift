import Testing

@testable import TalentMatch

/// The labelled items as a whole: what share the extractor may not fall below.
@Suite struct MoveRegressionTests {
    @Test(arguments: ["ko", "en"])
    func flagsAndFieldsStayAboveTheirFloors(language: String) {
        var flag = (hit: 0, wrong: 0, missed: 0)
        var fields: [String: (right: Int, all: Int)] = [:]
        for item in LabelledItem.all where item.lang == language {
            let result = ShippedLexicon.extractor.extract(title: item.title, summary: item.summary, content: nil)
            if result.isTalentEvent, item.isEvent { flag.hit += 1 }
            if result.isTalentEvent, !item.isEvent { flag.wrong += 1 }
            if !result.isTalentEvent, item.isEvent { flag.missed += 1 }
            for event in item.events where event.optional != true {
                let found = result.events.first { MoveComparison.isSamePerson($0.person, event.person) }
                for (field, isRight) in MoveComparison.fields(found, event) {
                    var count = fields[field] ?? (0, 0)
                    count.all += 1
                    count.right += isRight ? 1 : 0
                    fields[field] = count
                }
            }
        }
        let precision = Double(flag.hit) / Double(flag.hit + flag.wrong)
        let recall = Double(flag.hit) / Double(flag.hit + flag.missed)
        #expect(precision >= 0.97, "precision \(precision)")
        #expect(recall >= 0.96, "recall \(recall)")
        for (field, count) in fields {
            #expect(Double(count.right) / Double(count.all) >= 0.88, "\(language) \(field): \(count)")
        }
    }
}

/// Compares found events with labelled ones, loosely enough for spellings and particles.
enum MoveComparison {
    static func isSamePerson(_ found: PersonName?, _ label: LabelledItem.Person) -> Bool {
        guard let name = label.name else { return true }
        guard let found else { return false }
        let labels = ([name] + label.aliases).map(plain)
        return ([found.name] + found.aliases).map(plain).contains { text in
            labels.contains {
                text == $0 || (text.unicodeScalars.count > 1 && ($0.contains(text) || text.contains($0)))
            }
        }
    }

    static func fields(_ found: TalentMove?, _ label: LabelledItem.Event) -> [(String, Bool)] {
        var result = [
            ("kind", found.map { ([label.kind] + (label.kindAlternatives ?? [])).contains($0.kind.rawValue) } ?? false)
        ]
        if label.person.name != nil { result.append(("person", found?.person != nil)) }
        let places: [(String, String?, [String?]?, String?)] = [
            ("role", label.role, label.roleAlternatives, found?.role),
            ("from", label.from, label.fromAlternatives, found?.from),
            ("to", label.to, label.toAlternatives, found?.to),
        ]
        for (field, value, alternatives, given) in places where value != nil {
            let accepted = [value] + (alternatives ?? [])
            let isRight = accepted.contains { option in
                guard let option, let given else { return option == nil && given == nil && found != nil }
                return isAlike(option, given)
            }
            result.append((field, isRight))
        }
        return result
    }

    private static let organizations = OrganizationIndex(ShippedLexicon.extractor)

    private static func isAlike(_ first: String, _ second: String) -> Bool {
        let (one, other) = (plain(first), plain(second))
        if one.contains(other) || other.contains(one) { return true }
        if let canonical = organizations.canonical(first), canonical == organizations.canonical(second) { return true }
        return organizations.isSameRole(first, second)
    }

    private static func plain(_ text: String) -> String {
        String(text.lowercased().filter { $0.isLetter || $0.isNumber })
    }
}
