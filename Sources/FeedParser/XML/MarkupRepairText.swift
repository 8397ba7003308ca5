/// Characters: references resolved or escaped, what XML forbids left out.
extension MarkupRepair {
    mutating func addText(_ start: Int, _ end: Int) {
        work.spend(end - start)
        guard hasRoot, !isRootClosed else { return }
        addCharacters(text.part(start, end), isValue: false)
    }

    /// Appends characters with every reference resolved or escaped, and what XML forbids left out.
    mutating func addCharacters(_ part: Bytes, isValue: Bool) {
        var position = 0
        var plainStart = 0
        while position < part.count, !work.isOver {
            let byte = part[position]
            if byte > 0x3E && byte != 0x7F && byte != 0xEF || byte == 0x20 || byte == 0x0A {
                position += 1
                continue
            }
            var length = 1
            switch byte {
            case 0x26:
                output.append(part.part(plainStart, position))
                length = addReference(part, at: position)
                plainStart = position + length
            case 0x3C, 0x3E, 0x22:
                if byte == 0x22, !isValue { break }
                output.append(part.part(plainStart, position))
                output.append(byte == 0x3C ? "&lt;" : byte == 0x3E ? "&gt;" : "&quot;")
                plainStart = position + 1
            case 0x00..<0x20 where byte != 0x09 && byte != 0x0D:
                output.append(part.part(plainStart, position))
                if byte == 0x0B || byte == 0x0C { output.append(0x20) }
                plainStart = position + 1
            case 0xEF where position + 2 < part.count && part[position + 1] == 0xBF && part[position + 2] >= 0xBE:
                output.append(part.part(plainStart, position))
                length = 3
                plainStart = position + 3
            default: break
            }
            position += length
        }
        output.append(part.part(plainStart, part.count))
    }

    mutating func addReference(_ part: Bytes, at start: Int) -> Int {
        work.spend(8)
        if let end = entities.endOfReference(part, at: start) {
            let name = part.part(start + 1, end)
            var expansion = ByteBuffer()
            if entities.expand(name, to: &expansion) {
                work.spend(expansion.count)
                addExpansion(expansion.bytes)
                return end + 1 - start
            }
        }
        if let reference = CharacterReference(in: part, at: start), part[start + reference.length - 1] == 0x3B {
            add(reference.first)
            if reference.second != 0 { add(reference.second) }
            return reference.length
        }
        output.append("&amp;")
        return 1
    }

    /// An entity's replacement text, in which the references left are to characters.
    mutating func addExpansion(_ expansion: Bytes) {
        var position = 0
        while position < expansion.count {
            if expansion[position] == 0x26 {
                if let reference = CharacterReference(in: expansion, at: position),
                    expansion[position + reference.length - 1] == 0x3B
                {
                    add(reference.first)
                    if reference.second != 0 { add(reference.second) }
                    position += reference.length
                    continue
                }
            }
            add(UInt32(expansion[position]), isByte: true)
            position += 1
        }
    }

    mutating func add(_ scalar: UInt32, isByte: Bool = false) {
        switch scalar {
        case 0x26: output.append("&amp;")
        case 0x3C: output.append("&lt;")
        case 0x3E: output.append("&gt;")
        case 0x22: output.append("&quot;")
        case 0x09, 0x0A, 0x0D: output.append(UInt8(scalar))
        case 0..<0x20, 0xFFFE, 0xFFFF: break
        default:
            if isByte { output.append(UInt8(truncatingIfNeeded: scalar)) } else { output.append(utf8: scalar) }
        }
    }

    /// Characters that mean themselves.
    mutating func addLiteral(_ part: Bytes) {
        work.spend(part.count)
        var position = 0
        while position < part.count {
            let byte = part[position]
            if byte == 0xEF, position + 2 < part.count, part[position + 1] == 0xBF, part[position + 2] >= 0xBE {
                position += 3
                continue
            }
            if byte == 0x0B || byte == 0x0C { output.append(0x20) } else { add(UInt32(byte), isByte: true) }
            position += 1
        }
    }
}
