/// Chooses the role of an event: the new post where stated, else the post left.
struct MoveRoles {
    let document: Document
    let findings: Findings

    private static let figures = ["수장", "사령탑", "사령관", "선장"]

    func choose(mover: Int?, verb: Int, kind: MoveKind, isOnly: Bool) -> FoundRole? {
        var best: (role: FoundRole, score: Double)?
        let hasNewPost = findings.roleVotes.contains { $0.isNew && ($0.person == nil || $0.person == mover) }
        for vote in findings.roleVotes {
            var score = vote.weight
            if let person = vote.person, let mover, person != mover { score *= isOnly ? 0.3 : 0.05 }
            if vote.person != nil, vote.person == mover { score += 0.3 }
            if vote.isNew {
                score += kind == .departure ? -1.2 : 1.5
            } else if kind == .departure {
                score += 0.5
            }
            if vote.role.field == .title { score -= vote.isNew ? 0.3 : 3 }
            if vote.isNew, let person = vote.person, person != mover { continue }
            // 수장, 사령탑: less than the post itself.
            if Self.figures.contains(where: { vote.role.text.hasSuffix($0) }) { score -= 0.6 }
            if vote.role.field == .ai { score += 0.2 }
            // Of several people each has the post he is named with.
            if !isOnly, !hasNewPost, let mover, vote.person == mover, vote.role.field != .title { score += 0.9 }
            if !isOnly, let mover {
                if let other = vote.verb, other != verb { score *= 0.6 }
                score *= MoveLocality.factor(
                    document, findings, sentence: vote.role.sentence, token: vote.role.first, mover: mover)
            }
            if score > (best?.score ?? 0.3) { best = (vote.role, score) }
        }
        return best?.role
    }
}
