/// A JSON value (RFC 8259). Objects keep their members in order.
indirect enum JSONValue {
    case null
    case bool(Bool)
    /// As written.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([(name: String, value: JSONValue)])

    /// The first member of this name. Bytes are compared: to compare texts normalizes them, which costs the more the odder
    /// they are.
    subscript(_ name: StaticString) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { member in
            member.name.utf8.count == name.utf8CodeUnitCount && member.name.withBytes { $0.has(name) }
        }?.value
    }

    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The text of a string, or of a number where one stands for it.
    var text: String? {
        switch self {
        case .string(let text): text
        case .number(let text): text
        default: nil
        }
    }

    var isObject: Bool {
        if case .object = self { true } else { false }
    }
}
