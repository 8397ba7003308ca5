import TalentMatch

/// Decodes the `Lexicon` dictionaries of all files into the one lexicon that moves are read by.
struct LexiconDecoding {
    let faults: FaultLog

    /// The lexicon of all of them together; later ones add to earlier ones.
    func decode(_ nodes: [PropertyListNode]) -> MoveLexicon {
        // One at a time first, so that each fault is told with its own file and line.
        var sound: [LexiconValue] = []
        for node in nodes {
            let value = LexiconValue(node)
            do {
                _ = try MoveLexicon(decoding: [value])
                sound.append(value)
            } catch {
                for fault in error.faults { report(fault, in: node) }
            }
        }
        do {
            return try MoveLexicon(decoding: sound)
        } catch {
            for fault in error.faults {
                if let node = nodes.first { report(fault, in: node) }
            }
            return MoveLexicon()
        }
    }

    private func report(_ fault: LexiconFault, in lexicon: PropertyListNode) {
        let place = lexicon.node(at: fault.keyPath)
        faults.report(
            ConfigurationFault(
                file: place.file, line: place.line, keyPath: fault.keyPath, value: fault.value.map { "\"\($0)\"" },
                problem: fault.problem, mend: fault.mend))
    }
}

extension LexiconValue {
    /// The tree of a property list, its scalars as text.
    fileprivate init(_ node: PropertyListNode) {
        switch node.value {
        case .string(let text): self = .string(text)
        case .integer(let number): self = .string(String(number))
        case .real(let number): self = .string(String(number))
        case .boolean(let flag): self = .string(flag ? "YES" : "NO")
        case .date(let seconds): self = .string(String(seconds))
        case .data: self = .string("")
        case .array(let elements): self = .array(elements.map(LexiconValue.init))
        case .dictionary(let entries):
            self = .dictionary(
                Dictionary(entries.map { ($0.key, LexiconValue($0.node)) }, uniquingKeysWith: { first, _ in first }))
        }
    }
}

extension PropertyListNode {
    /// The node at a path such as `Lexicon.Verbs[3].Kind`, or the deepest one on the way to it that is there.
    fileprivate func node(at keyPath: String) -> PropertyListNode {
        var node = self
        for step in keyPath.split(whereSeparator: { ".[]".contains($0) }).drop(while: { $0 == "Lexicon" }) {
            if let index = Int(step), case .array(let elements) = node.value, elements.indices.contains(index) {
                node = elements[index]
            } else if let next = node[String(step)] {
                node = next
            } else {
                break
            }
        }
        return node
    }
}
