/// What kind of move a person made, as the alert names it.
public enum MoveKind: String, Sendable, Codable, CaseIterable {
    case appointment, hire, join, departure, founding, promotion, offer, reorg
}
