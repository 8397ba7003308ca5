/// Completes the event of a successor from the one of the predecessor: the post and the house are the same.
enum MoveSuccession {
    static func complete(_ moves: [TalentMove]) -> [TalentMove] {
        let moves = shareOrigin(moves)
        guard let left = moves.first(where: { $0.kind == .departure }) else { return moves }
        return moves.map { move in
            guard move.kind == .appointment || move.kind == .promotion else { return move }
            var move = move
            if move.role == nil { move.role = left.role }
            if move.to == nil { move.to = left.from }
            if move.from == move.to { move.from = nil }
            return move
        }
    }

    /// Those who go together come from one house when the text says so of one of them.
    private static func shareOrigin(_ moves: [TalentMove]) -> [TalentMove] {
        moves.map { move in
            guard move.from == nil, [.join, .hire, .departure].contains(move.kind),
                let sibling = moves.first(where: { $0.kind == move.kind && $0.from != nil })
            else { return move }
            var move = move
            if sibling.from != move.to { move.from = sibling.from }
            return move
        }
    }
}
