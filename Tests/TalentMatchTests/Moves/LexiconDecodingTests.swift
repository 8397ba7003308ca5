import Testing

@testable import TalentMatch

@Suite struct LexiconDecodingTests {
    private func faults(_ value: LexiconValue) -> [String] {
        do {
            _ = try MoveLexicon(decoding: [value])
            return []
        } catch {
            return error.faults.map(\.description)
        }
    }

    @Test func shippedLexiconDecodes() throws {
        let lexicon = try MoveLexicon(decoding: [ShippedLexicon.value()])
        #expect(lexicon.organizations.count > 350)
        #expect(Set(lexicon.verbs.map(\.frame)) == Set(MoveLexicon.Frame.allCases))
        for list in MoveLexicon.WordList.allCases {
            #expect(lexicon.words[list]?.isEmpty == false, "\(list.rawValue)")
        }
    }

    @Test func laterFilesAppend() throws {
        let mine = LexiconValue.dictionary([
            "Organizations": .array([.dictionary(["Name": .string("새벽랩"), "Domain": .string("ai")])]),
            "Words": .dictionary(["Topics": .array([.string("초거대지능")])]),
        ])
        let shipped = try ShippedLexicon.value()
        let both = try MoveLexicon(decoding: [shipped, mine])
        let alone = try MoveLexicon(decoding: [shipped])
        #expect(both.organizations.count == alone.organizations.count + 1)
        #expect(both.words[.topics]?.last == "초거대지능")
        let result = MoveExtractor(lexicon: both).extract(
            title: "새벽랩, 새 소장에 구본하 박사 선임", summary: nil, content: nil)
        #expect(result.events.first?.to == "새벽랩")
    }

    @Test func faultsNameKeyPathValueAndMend() {
        let value = LexiconValue.dictionary([
            "Organisations": .array([]),
            "Organizations": .array([.dictionary(["Aliases": .array([.string("A")])]), .string("B")]),
            "Verbs": .array([
                .dictionary([
                    "Language": .string("fr"), "Kind": .string("hire"), "Frame": .string("takes"),
                    "Forms": .array([.string("x")]),
                ]),
                .dictionary([
                    "Language": .string("ko"), "Kind": .string("hired"), "Frame": .string("takes"),
                    "Forms": .array([.string("x")]),
                ]),
            ]),
            "Words": .dictionary(["Topics": .string("AI"), "People": .array([.string(" ")])]),
        ])
        let found = faults(value)
        #expect(found.count == 7)
        #expect(found[0].hasPrefix("Lexicon.Organisations: is an unknown key; known here: Organizations, OtherDomains"))
        #expect(found[1] == "Lexicon.Organizations[0].Name: is missing; add it")
        #expect(found[2] == "Lexicon.Organizations[1]: is a string; write a dictionary: { … }")
        #expect(found[3] == "Lexicon.Verbs[0].Language: \"fr\" is no language of move verbs; write ko or en")
        #expect(
            found[4].hasPrefix("Lexicon.Verbs[1].Kind: \"hired\" is not known here; write one of: appointment, hire"))
        #expect(found[5] == "Lexicon.Words.Topics: is a string; write a list: ( … )")
        #expect(found[6] == "Lexicon.Words.People[0]: is empty; write a word")
    }
}
