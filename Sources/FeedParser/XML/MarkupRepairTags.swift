/// Tags, declarations and sections, written as XML wants them.
extension MarkupRepair {
    /// Handles what begins with `<` at `mark`; returns where to go on.
    mutating func addMarkup(at mark: Int) -> Int {
        guard mark + 1 < text.count else { return text.count }
        switch text[mark + 1] {
        case 0x21: return addDeclaration(at: mark)
        case 0x3F: return endOfInstruction(from: mark)
        case 0x2F: return addEndTag(at: mark)
        default: return addStartTag(at: mark)
        }
    }

    mutating func endOfInstruction(from mark: Int) -> Int {
        let end = missing.instruction ? nil : work.index(of: "?>", in: text, from: mark)
        missing.instruction = end == nil
        return end.map { $0 + 2 } ?? behindBracket(from: mark)
    }

    /// Behind the next `>`, or at the end of the text: either way all that was looked at is done with.
    private func behindBracket(from start: Int) -> Int {
        work.index(of: 0x3E, in: text, from: start).map { $0 + 1 } ?? text.count
    }

    mutating func addDeclaration(at mark: Int) -> Int {
        if text.has("<!--", at: mark) {
            let end = missing.comment ? nil : work.index(of: "-->", in: text, from: mark + 4)
            missing.comment = end == nil
            return end.map { $0 + 3 } ?? behindBracket(from: mark)
        }
        if text.has("<![CDATA[", at: mark) {
            let end = missing.section ? nil : work.index(of: "]]>", in: text, from: mark + 9)
            missing.section = end == nil
            // One without an end is read as if it were none.
            guard let end else { return mark + 9 }
            if hasRoot, !isRootClosed { addLiteral(text.part(mark + 9, end)) }
            return end + 3
        }
        return Prologue.endOfDocumentType(text, from: mark, work: work).offset
    }

    mutating func addEndTag(at mark: Int) -> Int {
        let nameEnd = endOfName(from: mark + 2)
        guard nameEnd > mark + 2 else {
            addText(mark, mark + 1)
            return mark + 1
        }
        // `</title` cut by the next tag: read it as whole.
        let next = work.index(of: 0x3C, in: text, from: nameEnd) ?? text.count
        let behind = work.index(of: 0x3E, in: text.part(0, next), from: nameEnd).map { $0 + 1 } ?? next
        let name = text.part(mark + 2, nameEnd)
        let meaning = Self.meaning(name)
        let hash = wordHash(name)
        if let match = innermost(name, hash: hash),
            match >= (field ?? 0) || meaning.role != .inline,
            open[match].role != .inline || match > (field ?? -1)
        {
            // The first root stays open for what may follow; the end of the text closes it.
            close(downTo: max(match, 1))
            if match <= rootIndex { isRootClosed = true }
        } else if let field, open[field].escapesTags {
            addText(mark, min(behind, text.count))
        }
        return behind
    }

    mutating func addStartTag(at mark: Int) -> Int {
        let first = text[mark + 1]
        guard isASCIILetter(first) || first == 0x5F || first >= 0x80 && field == nil else {
            if hasRoot, !isRootClosed { output.append("&lt;") }
            return mark + 1
        }
        let nameEnd = endOfName(from: mark + 1)
        let name = text.part(mark + 1, nameEnd)
        let meaning = Self.meaning(name)
        if isRootClosed {
            guard Self.isRoot(meaning.name) else { return nameEnd }
            isRootClosed = false
            rootIndex = open.count
        }
        closeForStart(meaning, isPrefixed: name.index(of: 0x3A) != nil)
        if let field, open[field].escapesTags {
            let behind = endOfTag(from: nameEnd)
            addText(mark, behind)
            return behind
        }
        if field == nil, hasRoot, meaning.name == .unknown, name.index(of: 0x3A) == nil,
            !endsInItem(name, from: nameEnd)
        {
            return endOfTag(from: nameEnd)
        }
        return writeStartTag(name, meaning, at: mark, nameEnd: nameEnd)
    }

    mutating func writeStartTag(
        _ name: Bytes, _ meaning: (name: FeedName, role: Role), at mark: Int, nameEnd: Int
    ) -> Int {
        if !hasRoot {
            hasRoot = true
            isAtom = meaning.name == .feed || meaning.name == .entry
        }
        guard open.count < depthLimit + 8 else { return endOfTag(from: nameEnd) }
        output.append(0x3C)
        output.append(name)
        let attributes = writeAttributes(from: nameEnd)
        let role: Role = field != nil ? .inline : meaning.role
        let isVoid = attributes.isSelfClosing || role == .inline && Self.isVoid(name)
        output.append(isVoid ? "/>" : ">")
        if !isVoid {
            let isLiteral = isAtom && !attributes.isHTML
            if role == .field { field = open.count }
            let hash = wordHash(name)
            push(
                OpenElement(
                    nameStart: mark + 1, nameEnd: nameEnd, nameHash: hash, outerSame: innermost[hash],
                    name: meaning.name, role: role,
                    escapesTags: role == .field && !isLiteral && !attributes.isXHTML))
        }
        return attributes.end
    }

    /// Writes each attribute once, quoted and escaped.
    mutating func writeAttributes(from start: Int) -> (
        end: Int, isSelfClosing: Bool, isHTML: Bool, isXHTML: Bool
    ) {
        var position = start
        var names: [(Int, Int)] = []
        var isHTML = false
        var isXHTML = false
        defer { work.spend(position - start) }
        while position < text.count, !work.isOver {
            let byte = text[position]
            if byte == 0x3E { return (position + 1, false, isHTML, isXHTML) }
            if byte == 0x2F, position + 1 < text.count, text[position + 1] == 0x3E {
                return (position + 2, true, isHTML, isXHTML)
            }
            if byte == 0x3C { return (position, false, isHTML, isXHTML) }
            let nameEnd = endOfName(from: position)
            guard nameEnd > position else {
                position += 1
                continue
            }
            let nameStart = position
            let name = text.part(nameStart, nameEnd)
            position = nameEnd
            while position < text.count, isASCIISpace(text[position]) { position += 1 }
            var value = name
            if position < text.count, text[position] == 0x3D {
                position += 1
                while position < text.count, isASCIISpace(text[position]) { position += 1 }
                guard position < text.count else { break }
                let quote = text[position]
                if quote == 0x22 || quote == 0x27 {
                    let close = endOfValue(from: position + 1, quote: quote)
                    value = text.part(position + 1, close)
                    position = close < text.count && text[close] == quote ? close + 1 : close
                } else {
                    let valueStart = position
                    while position < text.count, !isASCIISpace(text[position]), text[position] != 0x3E { position += 1 }
                    if position > valueStart, position < text.count, text[position] == 0x3E, text[position - 1] == 0x2F
                    {
                        position -= 1
                    }
                    value = text.part(valueStart, position)
                }
            }
            guard names.count < Self.maximumAttributes, isASCIILetter(name[0]) || name[0] == 0x5F || name[0] >= 0x80,
                !names.contains(where: { text.part($0.0, $0.1).equals(name) })
            else { continue }
            names.append((nameStart, nameEnd))
            output.append(0x20)
            output.append(name)
            output.append("=\"")
            addCharacters(value, isValue: true)
            output.append(0x22)
            if name.equalsIgnoringCase("type") {
                isXHTML = value.index(of: "xhtml") != nil
                isHTML = !isXHTML && value.index(of: "html") != nil
            } else if name.equalsIgnoringCase("mode"), value.equalsIgnoringCase("escaped") {
                isHTML = true
            }
        }
        return (text.count, false, isHTML, isXHTML)
    }

    /// Where a quoted value ends: at its quote, or at a `>` with a tag behind it when the quote was forgotten.
    func endOfValue(from start: Int, quote: UInt8) -> Int {
        let close = work.index(of: quote, in: text, from: start) ?? text.count
        let value = text.part(start, close)
        guard close == text.count || value.index(of: 0x3C) != nil, let bracket = value.index(of: 0x3E) else {
            return close
        }
        return close == text.count || (value.index(of: 0x3C) ?? 0) > bracket ? start + bracket : close
    }
}
